"""The throw-away servers are what the application will meet in production."""

import psycopg2
import pytest
from django.core.cache import cache
from django.db import connection
from django.db.backends.postgresql.psycopg_any import is_psycopg3


def answer(address: str, question: str) -> tuple:
    """The one row that the server at `address` answers."""
    with psycopg2.connect(address) as connected, connected.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


def test_the_owner_may_create_databases_and_is_no_superuser(database_url: str) -> None:
    role = "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
    assert answer(database_url, role) == (False, True)


def test_the_role_of_the_web_server_is_bound_by_row_security(database_app_url: str) -> None:
    role = """
        SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls
        FROM pg_roles WHERE rolname = current_user
    """
    assert answer(database_app_url, role) == ("shop_app", False, False, False, False)


def test_names_with_accents_are_folded_alike_on_every_machine(database_url: str) -> None:
    assert answer(database_url, "SELECT lower('ÉCOLE ŁÓDŹ'), 'Ł' ~ '\\w'") == ("école łódź", True)


@pytest.mark.django_db
def test_the_web_server_reads_and_writes_what_the_owner_makes_but_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_now (id int GENERATED ALWAYS AS IDENTITY, word text)")
        cursor.execute("SET ROLE shop_app")
        cursor.execute("INSERT INTO made_now (word) VALUES ('kept')")
        cursor.execute("UPDATE made_now SET word = 'changed'")
        cursor.execute("SELECT word FROM made_now")
        assert cursor.fetchall() == [("changed",)]
        cursor.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'made_now'")
        assert cursor.fetchall() == [("shop_owner",)]


@pytest.mark.django_db
def test_the_web_server_can_change_no_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_now (word text)")
        cursor.execute("SELECT has_schema_privilege('shop_app', 'public', 'CREATE')")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT has_table_privilege('shop_app', 'made_now', 'TRUNCATE')")
        assert cursor.fetchone() == (False,)


def test_the_driver_is_the_one_that_was_chosen() -> None:
    assert is_psycopg3 is False


def test_the_cache_is_a_real_one() -> None:
    cache.set("word", "kept")
    assert cache.get("word") == "kept"
    cache.delete("word")
