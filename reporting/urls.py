"""Addresses of figures and reports."""

from django.urls import path, re_path

from reporting import (
    definition_views,
    fault_views,
    figure_views,
    progress_views,
    published_views,
    referral_views,
    sign_off_views,
    town_views,
    views,
)
from reporting.board import views as board_views
from reporting.dashboard import feed
from reporting.dashboard import views as dashboard_views
from reporting.declared import views as declared_views
from reporting.kept import views as since_views
from reporting.national.views import NationalTables
from reporting.questions import views as figure_question_views
from reporting.stories import views as story_views
from reporting.written import views as written_views

REPORT = "reports/<slug:reference>"
BOARD = "reports/board-packs"
DECLARED = "reports/counted-elsewhere"
WRITTEN = "reports/written"

urlpatterns = [
    path("reports/", views.ReportList.as_view(), name="reports"),
    path("reports/new/", views.new_report, name="new_report"),
    path("reports/check-figures/", published_views.published_figures, name="published_figures"),
    path(f"{DECLARED}/", declared_views.DeclaredFigures.as_view(), name="declared_figures"),
    path(
        f"{DECLARED}/add/", declared_views.AddDeclaredFigure.as_view(), name="add_declared_figure"
    ),
    path(
        f"{DECLARED}/<slug:reference>/",
        declared_views.DeclaredFigurePage.as_view(),
        name="declared_figure",
    ),
    path(
        f"{DECLARED}/<slug:reference>/correct/",
        declared_views.CorrectDeclaredFigure.as_view(),
        name="correct_declared_figure",
    ),
    path(f"{WRITTEN}/", written_views.WrittenList.as_view(), name="written"),
    path(f"{WRITTEN}/numbers/", written_views.Numbers.as_view(), name="written_numbers"),
    path(
        f"{WRITTEN}/sections/add/",
        written_views.WriteSection.as_view(),
        name="add_written_section",
    ),
    path(
        f"{WRITTEN}/sections/<slug:reference>/",
        written_views.SectionPage.as_view(),
        name="written_section",
    ),
    path(
        f"{WRITTEN}/sections/<slug:reference>/change/",
        written_views.WriteSection.as_view(),
        name="change_written_section",
    ),
    path(f"{WRITTEN}/priorities/add/", written_views.WritePriority.as_view(), name="add_priority"),
    path(
        f"{WRITTEN}/priorities/<slug:reference>/change/",
        written_views.WritePriority.as_view(),
        name="change_priority",
    ),
    path(f"{WRITTEN}/stories/add/", story_views.WriteStory.as_view(), name="add_story"),
    path(f"{WRITTEN}/stories/<slug:reference>/", story_views.StoryPage.as_view(), name="story"),
    path(
        f"{WRITTEN}/stories/<slug:reference>/change/",
        story_views.WriteStory.as_view(),
        name="change_story",
    ),
    path(
        f"{WRITTEN}/stories/<slug:reference>/withdraw/",
        story_views.WithdrawStory.as_view(),
        name="withdraw_story",
    ),
    path(f"{BOARD}/", board_views.BoardPacks.as_view(), name="board_packs"),
    path(f"{BOARD}/new/", board_views.new_board_pack, name="new_board_pack"),
    path(f"{BOARD}/<slug:reference>/", board_views.BoardPackPage.as_view(), name="board_pack"),
    path(
        f"{BOARD}/<slug:reference>/progress/",
        board_views.board_pack_progress,
        name="board_pack_progress",
    ),
    path(
        f"{BOARD}/<slug:reference>/stop/",
        board_views.StopBoardPack.as_view(),
        name="stop_board_pack",
    ),
    path(
        f"{BOARD}/<slug:reference>/decisions/",
        board_views.DecisionsSought.as_view(),
        name="decisions_sought",
    ),
    path(
        f"{BOARD}/<slug:reference>/files/<str:name>",
        board_views.BoardPackFileView.as_view(),
        name="board_pack_file",
    ),
    path(f"{REPORT}/", views.ReportPage.as_view(), name="report"),
    path(
        f"{REPORT}/steps/<slug:step>/",
        sign_off_views.ReportStep.as_view(),
        name="report_step",
    ),
    path(f"{REPORT}/now/", since_views.ReportSince.as_view(), name="report_since"),
    path(f"{REPORT}/towns/<slug:town>/", town_views.TownOfReport.as_view(), name="report_town"),
    path(f"{REPORT}/compared/", since_views.ReportCompared.as_view(), name="report_compared"),
    path(
        f"{REPORT}/figures/<slug:measure>/",
        figure_views.ReportFigureRecords.as_view(),
        name="report_figure",
    ),
    path(f"{REPORT}/progress/", progress_views.report_progress, name="report_progress"),
    path(f"{REPORT}/stop/", progress_views.StopReport.as_view(), name="stop_report"),
    path(f"{REPORT}/checks/", fault_views.ReportFaults.as_view(), name="report_faults"),
    path(
        f"{REPORT}/checks/<slug:key>/",
        fault_views.AcceptFault.as_view(),
        name="accept_fault",
    ),
    re_path(
        r"^reports/(?P<reference>[-A-Z0-9]+)/files/(?P<name>[a-z]+\.[a-z]+)\Z",
        views.ReportFileView.as_view(),
        name="report_file",
    ),
    path("figures/dashboard/", dashboard_views.DashboardPage.as_view(), name="dashboard"),
    path(
        "figures/dashboard/cells.csv",
        feed.DashboardFile.as_view(form=feed.CSV),
        name="dashboard_csv",
    ),
    path(
        "figures/dashboard/cells.json",
        feed.DashboardFile.as_view(form=feed.JSON),
        name="dashboard_json",
    ),
    path("api/v1/dashboard/", feed.feed, name="dashboard_feed"),
    path("figures/definitions/", definition_views.definitions, name="definitions"),
    path("figures/national/", NationalTables.as_view(), name="national_tables"),
    path("figures/ask/", figure_question_views.AskAboutFigure.as_view(), name="ask_about_figure"),
    path(
        "figures/questions/",
        figure_question_views.FigureQuestions.as_view(),
        name="figure_questions",
    ),
    path(
        "figures/questions/<slug:reference>/",
        figure_question_views.FigureQuestionPage.as_view(),
        name="figure_question",
    ),
    path(
        "figures/questions/<slug:reference>/steps/<slug:step>/",
        figure_question_views.FigureQuestionStep.as_view(),
        name="figure_question_step",
    ),
    path("figures/referrals/", referral_views.ReferralFigures.as_view(), name="referral_figures"),
    path("figures/<slug:measure>/", figure_views.FigureRecords.as_view(), name="figure_records"),
]
