"""Addresses of this app's pages."""

from django.urls import path

from casework.urls import record_urls
from referrals import checking_views, views
from referrals import question_views as questions
from referrals import record_types as types
from referrals.pack.urls import pack_urls

REFERRAL = "referrals/<slug:reference>"

urlpatterns = [
    path(
        "screenings/<slug:reference>/refer/",
        questions.StartReferral.as_view(),
        name="referral_start",
    ),
    path(
        f"{REFERRAL}/questions/<slug:step>/",
        questions.QuestionPage.as_view(),
        name="referral_question",
    ),
    path(f"{REFERRAL}/check/", views.CheckAnswers.as_view(), name="referral_check"),
    path(f"{REFERRAL}/texts/", checking_views.Texts.as_view(), name="referral_texts"),
    path(f"{REFERRAL}/texts/read/", checking_views.ReadTexts.as_view(), name="referral_read_texts"),
    path(
        f"{REFERRAL}/name-asked/", checking_views.NameIsAsked.as_view(), name="referral_name_asked"
    ),
    path(f"{REFERRAL}/outgoing/", views.Outgoing.as_view(), name="referral_outgoing"),
    *pack_urls(REFERRAL),
    *record_urls(
        types.REFERRALS,
        add=questions.ChooseScreening,
        page=views.ReferralPage,
        change=views.ReferralChange,
    ),
]
