"""Addresses of figures and reports."""

from django.urls import path, re_path

from reporting import (
    declared_views,
    figure_views,
    progress_views,
    published_views,
    referral_views,
    sign_off_views,
    views,
)

REPORT = "reports/<slug:reference>"
DECLARED = "reports/counted-elsewhere"

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
    path(f"{REPORT}/", views.ReportPage.as_view(), name="report"),
    path(
        f"{REPORT}/steps/<slug:step>/",
        sign_off_views.ReportStep.as_view(),
        name="report_step",
    ),
    path(f"{REPORT}/progress/", progress_views.report_progress, name="report_progress"),
    path(f"{REPORT}/stop/", progress_views.StopReport.as_view(), name="stop_report"),
    re_path(
        r"^reports/(?P<reference>[-A-Z0-9]+)/files/(?P<name>[a-z]+\.[a-z]+)\Z",
        views.ReportFileView.as_view(),
        name="report_file",
    ),
    path("figures/referrals/", referral_views.ReferralFigures.as_view(), name="referral_figures"),
    path("figures/<slug:measure>/", figure_views.FigureRecords.as_view(), name="figure_records"),
]
