"""How much of an upload reaches the disk: Django's handlers know no limit of their own."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from files.terms import LARGEST


class Bounded(FileUploadHandler):
    """First in line: lets a file pass until it is too large, and nothing of a stranger's.

    What comes after the limit is read and dropped, so that the page can say that it is too large.
    """

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= LARGEST else None

    def file_complete(self, file_size: int) -> None:
        """The next in line makes the file."""
