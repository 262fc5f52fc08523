"""Addresses of this app's pages."""

from django.urls import path

from casework.urls import record_urls
from referrals import after_views as after
from referrals import agreeing_views as agreeing
from referrals import checking_views, colleague_views, quality_views, typed_page_views, views
from referrals import contact_views as contacts
from referrals import draft_offer_views as offers
from referrals import evidence_views as evidence
from referrals import late_views as late
from referrals import question_views as questions
from referrals import record_types as types
from referrals.pack.urls import pack_urls

REFERRAL = "referrals/<slug:reference>"
OFFER = "draft-offers/<slug:reference>"
ONE_FILE = f"{REFERRAL}/evidence/<slug:file>"

urlpatterns = [
    path("whom-to-call/", contacts.whom_to_call, name="whom_to_call"),
    path("late-decisions/", late.LateDecisions.as_view(), name="late_decisions"),
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
    path(
        f"{REFERRAL}/agrees-now/",
        agreeing.AgreeNow.as_view(record_type=types.REFERRALS),
        name="referral_agree_now",
    ),
    path(
        f"{REFERRAL}/questions/<slug:step>/typed/",
        typed_page_views.KeepTyped.as_view(),
        name="typed_page",
    ),
    path(f"{REFERRAL}/check/", views.CheckAnswers.as_view(), name="referral_check"),
    path(f"{REFERRAL}/texts/", checking_views.Texts.as_view(), name="referral_texts"),
    path(f"{REFERRAL}/texts/read/", checking_views.ReadTexts.as_view(), name="referral_read_texts"),
    path(
        f"{REFERRAL}/name-asked/", checking_views.NameIsAsked.as_view(), name="referral_name_asked"
    ),
    path(f"{REFERRAL}/quality/", quality_views.Quality.as_view(), name="referral_quality"),
    path(
        f"{REFERRAL}/colleague/",
        colleague_views.AskColleague.as_view(),
        name="referral_ask_colleague",
    ),
    path(
        f"{REFERRAL}/colleague/take-back/",
        colleague_views.TakeBack.as_view(),
        name="referral_take_back",
    ),
    path(
        f"{REFERRAL}/colleague/done/<int:comment>/",
        colleague_views.CommentDone.as_view(),
        name="referral_comment_done",
    ),
    path(f"{REFERRAL}/reading/", colleague_views.ReadDraft.as_view(), name="referral_read_draft"),
    path(
        f"{REFERRAL}/reading/<slug:step>/",
        colleague_views.Comment.as_view(),
        name="referral_comment",
    ),
    path(f"{REFERRAL}/record/<slug:what>/", after.RecordEntry.as_view(), name="referral_follow_up"),
    path(
        f"{REFERRAL}/decision-turned/",
        after.DecisionTurned.as_view(),
        name="referral_decision_turned",
    ),
    path(
        f"{REFERRAL}/take-back/<int:entry>/",
        after.TakeBack.as_view(),
        name="referral_take_entry_back",
    ),
    path(f"{REFERRAL}/outgoing/", views.Outgoing.as_view(), name="referral_outgoing"),
    *pack_urls(REFERRAL),
    path(f"{REFERRAL}/evidence/", evidence.EvidencePage.as_view(), name="referral_evidence"),
    path(f"{REFERRAL}/evidence/add/", evidence.EvidenceAdd.as_view(), name="evidence_add"),
    path(f"{ONE_FILE}/", evidence.EvidenceChange.as_view(), name="evidence_change"),
    path(f"{ONE_FILE}/content/", evidence.EvidenceContent.as_view(), name="evidence_content"),
    path(f"{ONE_FILE}/remove/", evidence.EvidenceRemove.as_view(), name="evidence_remove"),
    path(f"{REFERRAL}/hand-over/", offers.OfferDraft.as_view(), name="offer_draft"),
    path(f"{OFFER}/", offers.OfferPage.as_view(), name="draft_offer"),
    path(f"{OFFER}/accept/", offers.AcceptOffer.as_view(), name="accept_draft_offer"),
    path(f"{OFFER}/decline/", offers.DeclineOffer.as_view(), name="decline_draft_offer"),
    path(f"{OFFER}/take-back/", offers.TakeBackOffer.as_view(), name="take_back_draft_offer"),
    *record_urls(
        types.REFERRALS,
        list=views.ReferralList,
        add=questions.ChooseScreening,
        page=views.ReferralPage,
        change=views.ReferralChange,
    ),
]
