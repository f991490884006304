from django.apps import AppConfig


class TableConfig(AppConfig):
    name = "casustafel.table"

    def ready(self) -> None:
        from casustafel.cases import policy as cases
        from casustafel.joining import blocks
        from casustafel.notices import post
        from casustafel.table import enclosing, policy, queries

        cases.hushed.append(policy.check_not_hushed)
        blocks.further.append(queries.meetings_to_come)
        post.enclosures.append(enclosing.of_notices)
