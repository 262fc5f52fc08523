"""Stylesheets and scripts named after their content, compressed, kept by browsers for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class NamedByContent(CompressedManifestStaticFilesStorage):
    # Without this a script that imports another would ask for it by its old name.
    support_js_module_import_aggregation = True
