from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Every form of every step looks and reads the same: the templates in web/forms say how."""

    form_template_name = "web/forms/fields.html"
    field_template_name = "web/forms/field.html"
