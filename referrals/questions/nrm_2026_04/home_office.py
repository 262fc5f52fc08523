"""The Home Office's own pages: their order, and what of them is not asked here, with the reason."""

ORDER = (
    "/organisation",
    "/fr-location",
    "/pv-under-age",
    "/local-authority-contacted-about-child",
    "/pv-under-age-at-time-of-exploitation",
    "/what-is-their-background",
    "/potential-victim-exploitative-situation-multiple",
    "/when-did-the-exploitation-take-place",
    "/when-did-the-exploitation-take-place-multiple",
    "/how-did-the-exploitation-start",
    "/were-they-taken-somewhere-by-their-exploiter",
    "/how-they-were-treated",
    "/is-the-potential-victim-still-in-an-exploitative-situation",
    "/reasons-preventing-potential-victim-from-leaving",
    "/how-why-did-they-leave-the-situation",
    "/when-last-contact",
    "/details-last-contact",
    "/is-this-the-first-chance-to-report",
    "/why-report-now",
    "/modern-slavery-indicators",
    "/where-how-interview-carried-out",
    "/professional-insight",
    "/evidence-of-dishonesty",
    "/are-others-involved",
    "/where-exploitation-happened",
    "/where-exploitation-happened-uk",
    "/where-exploitation-happened-overseas",
    "/current-pv-location",
    "/who-exploited-pv",
    "/exploiters-location",
    "/are-exploiters-in-the-uk",
    "/exploiters-current-location-details",
    "/types-of-exploitation",
    "/any-other-pvs",
    "/future-exploitation",
    "/concerns-future-exploitation",
    "/reported-to-police",
    "/authorities-cooperation",
    "/pv-want-to-submit-nrm",
    "/refuse-nrm",
    "/pv-gender-dtn",
    "/pv-nationality-dtn",
    "/pv-name-dtn",
    "/pv-contact-details-dtn",
    "/does-pv-need-support",
    "/pv-phone-number",
    "/pv-name-referral",
    "/pv-dob",
    "/pv-gender-referral",
    "/does-pv-have-children",
    "/pv-nationality-referral",
    "/pv-interpreter-requirements",
    "/pv-other-help-with-communication",
    "/pv-ho-reference",
    "/who-contact",
    "/pv-contact-details-referral",
    "/someone-else",
    "/fr-details",
    "/fr-alternative-contact",
    "/upload-evidence",
    "/what-evidence-you-will-submit",
)
"""Pages with questions, in the order in which the service shows them; of two that a branch chooses
between, both stand here."""

_OLD_DRAFTS = "Legacy: the service shows it only in a draft of its own that already has it."

LEFT_OUT = (
    (
        "user-email",
        "Technical: the first responder signs in to the Home Office service with it, there.",
    ),
    (
        "reference",
        (
            "Technical: the first responder's own label for the draft there, never sent to "
            "caseworkers. Use the reference of the referral here; it names nobody."
        ),
    ),
    ("what-happened", _OLD_DRAFTS),
    ("more-than-one-exploitation-situation", _OLD_DRAFTS),
    ("why-are-you-making-the-referral", _OLD_DRAFTS),
    ("why-they-stayed", _OLD_DRAFTS),
)
"""Field keys of the service that no draft here asks for."""
