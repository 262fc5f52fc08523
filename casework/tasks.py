"""What the worker is woken for. The work itself is registered by kind with `casework.jobs`."""

from celery import shared_task

from casework import jobs


@shared_task(name="casework.tasks.run_job")
def run_job(*, job_id: int) -> None:
    jobs.run(job_id)


@shared_task(name="casework.tasks.sweep_jobs")
def sweep_jobs() -> None:
    jobs.sweep()
