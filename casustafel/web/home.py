from django.http import HttpResponse
from django.shortcuts import render

from casustafel.access.gate import ViewerRequest, signed_in


@signed_in
def today(request: ViewerRequest) -> HttpResponse:
    return render(request, "web/today.html", {})
