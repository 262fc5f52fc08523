"""Addresses of the pack and of the prompt sheet. No answer is ever part of one."""

from django.urls import URLPattern, path

from referrals.pack import beside_views, prompt_sheet_views
from referrals.pack.pack_views import FORMS, PackFile


def pack_urls(of: str) -> list[URLPattern]:
    """of: the address of one referral, without its last slash."""
    return [
        *(
            path(f"{of}/pack/{form}/", PackFile.as_view(form=form), name=f"referral_pack_{form}")
            for form in FORMS
        ),
        path(f"{of}/beside/", beside_views.Beside.as_view(), name="referral_beside"),
        path(
            f"{of}/beside/<slug:there>/",
            beside_views.BesidePage.as_view(),
            name="referral_beside_page",
        ),
        path(
            f"{of}/prompt-sheet/",
            prompt_sheet_views.PromptSheet.as_view(),
            name="referral_prompt_sheet",
        ),
        path(
            f"{of}/prompt-sheet/pdf/",
            prompt_sheet_views.PromptSheetPdf.as_view(),
            name="referral_prompt_sheet_pdf",
        ),
    ]
