from django.http import HttpResponse
from django.shortcuts import render

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.method import model, presenters


@needs(Permission.METHOD_READ)
def model_page(request: ViewerRequest) -> HttpResponse:
    return render(request, "method/model.html", {"page": presenters.model_page(model.current())})
