"""SQL that migrations of several apps need: what Django's models cannot say."""


def keyed_grants(grant: str, record: str, sort_key: str) -> tuple[str, str]:
    """SQL, and its reverse, that ties the copied sort key of a grant table to its record.

    The composite foreign key is what lets PostgreSQL estimate the join of lists rightly; without
    it the planner sorts everything. A trigger fills the copy when a writer leaves it empty.
    """
    return (
        f"""
        CREATE FUNCTION {grant}_fill_sort_key() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.sort_key IS NULL THEN
                SELECT {sort_key} INTO NEW.sort_key FROM {record} WHERE id = NEW.content_object_id;
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER {grant}_fill_sort_key BEFORE INSERT ON {grant}
            FOR EACH ROW EXECUTE FUNCTION {grant}_fill_sort_key();
        ALTER TABLE {grant} ADD CONSTRAINT {grant}_record_and_key
            FOREIGN KEY (content_object_id, sort_key) REFERENCES {record} (id, {sort_key})
            ON UPDATE CASCADE ON DELETE CASCADE;
        ALTER TABLE {grant} ALTER COLUMN sort_key SET NOT NULL;
        """,
        f"""
        ALTER TABLE {grant} ALTER COLUMN sort_key DROP NOT NULL;
        ALTER TABLE {grant} DROP CONSTRAINT {grant}_record_and_key;
        DROP TRIGGER {grant}_fill_sort_key ON {grant};
        DROP FUNCTION {grant}_fill_sort_key();
        """,
    )


def untied_grants(grant: str, record: str, sort_key: str) -> tuple[str, str]:
    """SQL, and its reverse, that drops the key of `keyed_grants` to make room for a wider one."""
    return (
        f"ALTER TABLE {grant} DROP CONSTRAINT {grant}_record_and_key",
        f"""
        ALTER TABLE {grant} ADD CONSTRAINT {grant}_record_and_key
            FOREIGN KEY (content_object_id, sort_key) REFERENCES {record} (id, {sort_key})
            ON UPDATE CASCADE ON DELETE CASCADE
        """,
    )


def grants_within_a_partnership(grant: str, record: str, sort_key: str) -> tuple[str, str]:
    """SQL, and its reverse, that ties a grant's copied partnership to its record and its agency.

    In place of the key of `keyed_grants`, which `untied_grants` has dropped. With the partnership
    in it PostgreSQL knows that what an agency was given and what stands in a town of its
    partnership belong together; without, it takes them to be independent.
    """
    return (
        f"""
        UPDATE {grant} SET partnership_id = record.partnership_id FROM {record} record
            WHERE record.id = content_object_id;
        ALTER TABLE {grant} ALTER COLUMN partnership_id SET NOT NULL;
        ALTER TABLE {grant} ADD CONSTRAINT {grant}_record_and_key
            FOREIGN KEY (content_object_id, sort_key, partnership_id)
            REFERENCES {record} (id, {sort_key}, partnership_id)
            ON UPDATE CASCADE ON DELETE CASCADE;
        ALTER TABLE {grant} ADD CONSTRAINT {grant}_agency_and_partnership
            FOREIGN KEY (group_id, partnership_id)
            REFERENCES agencies_agency (group_id, partnership_id);
        CREATE OR REPLACE FUNCTION {grant}_fill_sort_key() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.sort_key IS NULL OR NEW.partnership_id IS NULL THEN
                SELECT {sort_key}, partnership_id INTO NEW.sort_key, NEW.partnership_id
                FROM {record} WHERE id = NEW.content_object_id;
            END IF;
            RETURN NEW;
        END $$;
        CREATE STATISTICS {grant}_of_partnership (dependencies)
            ON group_id, partnership_id FROM {grant};
        ANALYZE {grant};
        """,
        f"""
        DROP STATISTICS {grant}_of_partnership;
        CREATE OR REPLACE FUNCTION {grant}_fill_sort_key() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.sort_key IS NULL THEN
                SELECT {sort_key} INTO NEW.sort_key FROM {record} WHERE id = NEW.content_object_id;
            END IF;
            RETURN NEW;
        END $$;
        ALTER TABLE {grant} DROP CONSTRAINT {grant}_agency_and_partnership;
        ALTER TABLE {grant} DROP CONSTRAINT {grant}_record_and_key;
        ALTER TABLE {grant} ALTER COLUMN partnership_id DROP NOT NULL;
        """,
    )


def append_only(table: str, *, app_role: str) -> tuple[str, str]:
    """SQL, and its reverse, after which rows of `table` can be added and read, nothing more.

    Two fences: the application's role loses the right, and a trigger refuses everybody else.
    """
    return (
        f"""
        CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'check_violation';
        END $$;
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only();
        DO $$ BEGIN
            IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{app_role}') THEN
                REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {app_role};
            END IF;
        END $$;
        """,
        f"""
        DROP TRIGGER {table}_append_only ON {table};
        DROP FUNCTION {table}_append_only();
        """,
    )


def for_the_application(function: str, *, app_role: str = "shop_app") -> tuple[str, str]:
    """SQL, and its reverse, after which the application's role, and no other, calls `function`."""
    return (
        f"""
        REVOKE ALL ON FUNCTION {function} FROM PUBLIC;
        DO $$ BEGIN
            IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{app_role}') THEN
                GRANT EXECUTE ON FUNCTION {function} TO {app_role};
            END IF;
        END $$;
        """,
        f"GRANT EXECUTE ON FUNCTION {function} TO PUBLIC",
    )


def fenced(table: str, *, reached: str, given: str) -> tuple[str, str]:
    """SQL, and its reverse, after which the web role has only those rows of `table` it may reach.

    reached, given: conditions. A row is read, changed and deleted where `reached` holds, and also
    added where `given` does. The owner of the tables is not bound: migrations, the demonstration
    and backups are its work, and neither web server nor worker ever is the owner.
    """
    return (
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY reached ON {table} USING ({reached});
        CREATE POLICY given ON {table} FOR INSERT WITH CHECK ({given});
        """,
        f"""
        DROP POLICY given ON {table};
        DROP POLICY reached ON {table};
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def written_only_by(
    role: str, table: str, *, reads: tuple[str, ...], app_role: str
) -> tuple[str, str]:
    """SQL, and its reverse, after which `role` adds rows to `table` and the application does not.

    `role` reads that table and `reads`, nothing else. On a server without it nothing changes.
    """
    grants = "".join(f"GRANT SELECT ON {each} TO {role};\n" for each in (table, *reads))
    return (
        f"""
        DO $$ BEGIN
            IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
                {grants}
                GRANT INSERT ON {table} TO {role};
                IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{app_role}') THEN
                    REVOKE INSERT ON {table} FROM {app_role};
                END IF;
            END IF;
        END $$;
        """,
        f"""
        DO $$ BEGIN
            IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
                REVOKE ALL ON {", ".join((table, *reads))} FROM {role};
                IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{app_role}') THEN
                    GRANT INSERT ON {table} TO {app_role};
                END IF;
            END IF;
        END $$;
        """,
    )


def past(table: str, *, app_role: str) -> tuple[str, str]:
    """SQL, and its reverse, for a table of the past: the application adds rows and reads none.

    The triggers write with the rights of whoever writes, so adding is what the role must keep.
    """
    sql, reverse = append_only(table, app_role=app_role)
    return (
        f"""
        {sql}
        DO $$ BEGIN
            IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{app_role}') THEN
                REVOKE SELECT ON {table} FROM {app_role};
            END IF;
        END $$;
        """,
        reverse,
    )
