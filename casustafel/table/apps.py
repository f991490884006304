from django.apps import AppConfig


class TableConfig(AppConfig):
    name = "casustafel.table"

    def ready(self) -> None:
        from casustafel.joining import blocks
        from casustafel.notices import post
        from casustafel.table import enclosing, queries

        blocks.further.append(queries.meetings_to_come)
        post.enclosures.append(enclosing.of_notices)
