"""What `./run` does: environment, database, broker, web server and worker, in one command.

Standard library only, because it runs before anything is installed. The application knows nothing
of this package; it reads DATABASE_URL, REDIS_URL and SECRET_KEY, which are set here.
"""
