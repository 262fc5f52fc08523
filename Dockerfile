# The application for production-like use: web server, worker, clock and commands are this one image.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production

WORKDIR /srv/casework
COPY locks/production.txt locks/production.txt
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r locks/production.txt

COPY . .
# Made up: collecting files opens no connection, but settings without them do not load.
RUN SECRET_KEY=made-up ALLOWED_HOSTS=localhost EMAIL_URL=consolemail:// \
    DATABASE_URL=postgresql:///none REDIS_URL=redis://none FILES_ROOT=/nowhere \
    python manage.py collectstatic --noinput

# The number to which the folder of checkpoints belongs on the host.
RUN useradd --system --uid 900 --no-create-home casework \
    && install --directory --mode 700 --owner casework /srv/files
USER casework
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--no-control-socket"]
