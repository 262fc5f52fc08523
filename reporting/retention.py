"""Files that are removed after a time: those of drafts, and what killed workers left.

What was published is kept, with all its files, and so is a draft that somebody signed. A draft's
figures stay on its page.
"""

import os
import shutil
import stat
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from agencies import audit
from casework.printing.pdf import FOLDERS as OF_PRINTING
from reporting.made_files import FOLDERS as OF_REPORTS
from reporting.models import AnnualReport, ReportFile
from reporting.terms import Standing

DRAFT_FILES_KEPT = timedelta(days=90)
# Longer than any job may take, so that nobody is writing there.
FOLDERS_KEPT = timedelta(days=1)


@transaction.atomic
def remove_files_of_old_drafts(at: datetime) -> list[str]:
    """Returns the references of the drafts."""
    drafts = AnnualReport.objects.select_for_update(of=("self",)).filter(
        standing=Standing.DRAFT, files_removed_at__isnull=True, as_at__lt=at - DRAFT_FILES_KEPT
    )
    removed = []
    for draft in drafts.defer("contract"):
        ReportFile.objects.filter(report=draft).delete()
        draft.files_removed_at = at
        draft.save(update_fields=["files_removed_at"])
        audit.record(None, "remove_files", draft)
        removed.append(draft.reference)
    return removed


def remove_leftover_folders() -> list[Path]:
    """Folders of a job that was killed: nobody else removes them, and figures lie in them."""
    oldest = time.time() - FOLDERS_KEPT.total_seconds()
    removed = []
    for prefix in (OF_REPORTS, OF_PRINTING):
        for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
            facts = folder.lstat()
            is_ours = stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.geteuid()
            if is_ours and facts.st_mtime < oldest:
                shutil.rmtree(folder)
                removed.append(folder)
    return removed
