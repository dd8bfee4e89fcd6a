#include <stdio.h>

#include "schema.h"

/*
** Step n leads from version n to n + 1. A step that was released is never changed: a later one is added.
**
** The index is fed by write.c and not by a trigger on INSERT: a statement with a trigger opens a savepoint, at each of
** which FTS5 writes out what it has gathered, so that a bulk load would take several times as long. Deleting and updating
** do have triggers: they are rare, and a program without our tokenizer cannot take text away from under the index.
*/
static const char *const steps[] = {
    "CREATE TABLE corpus ("
    "  key TEXT PRIMARY KEY,"
    "  value TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE document ("
    "  id INTEGER PRIMARY KEY,"
    "  file TEXT NOT NULL UNIQUE,"
    "  kind TEXT NOT NULL,"
    "  title TEXT,"
    "  number TEXT,"
    "  issuer TEXT,"
    "  date TEXT,"
    "  publisher TEXT,"
    "  encoding TEXT NOT NULL,"
    "  lines INTEGER NOT NULL,"
    "  characters INTEGER NOT NULL,"
    "  size INTEGER NOT NULL," /* bytes of the file */
    "  modified INTEGER"       /* nanoseconds since 1970 of the file; NULL: look again at the next import */
    ") STRICT;"

    "CREATE TABLE section ("
    "  id INTEGER PRIMARY KEY,"
    "  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,"
    "  parent INTEGER REFERENCES section ON DELETE CASCADE,"
    "  level INTEGER NOT NULL,"
    "  style TEXT NOT NULL,"
    "  number TEXT,"
    "  title TEXT,"
    "  path TEXT NOT NULL,"
    "  line INTEGER NOT NULL,"
    "  \"column\" INTEGER NOT NULL,"
    "  byte INTEGER NOT NULL,"
    "  first_line INTEGER NOT NULL,"
    "  last_line INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX section_document ON section (document);"
    "CREATE INDEX section_parent ON section (parent);"

    "CREATE TABLE paragraph ("
    "  id INTEGER PRIMARY KEY,"
    "  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,"
    "  section INTEGER REFERENCES section,"
    "  kind TEXT NOT NULL,"
    "  line INTEGER NOT NULL,"
    "  byte INTEGER NOT NULL,"
    "  text TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX paragraph_document ON paragraph (document);"
    "CREATE INDEX paragraph_section ON paragraph (section);"

    "CREATE VIRTUAL TABLE paragraph_text USING fts5 ("
    "  text, content = 'paragraph', content_rowid = 'id', tokenize = 'policy'"
    ");"
    "CREATE TRIGGER paragraph_deleted AFTER DELETE ON paragraph BEGIN"
    "  INSERT INTO paragraph_text (paragraph_text, rowid, text) VALUES ('delete', old.id, old.text);"
    "END;"
    "CREATE TRIGGER paragraph_updated AFTER UPDATE OF id, text ON paragraph BEGIN"
    "  INSERT INTO paragraph_text (paragraph_text, rowid, text) VALUES ('delete', old.id, old.text);"
    "  INSERT INTO paragraph_text (rowid, text) VALUES (new.id, new.text);"
    "END;",
};

enum { STEPS = sizeof steps / sizeof steps[0] };

int schema_version(void) {
    return STEPS;
}

int schema_migrate(sqlite3 *connection, int version) {
    char versions[120];
    snprintf(versions, sizeof versions, "PRAGMA application_id = %d; PRAGMA user_version = %d;", SCHEMA_APPLICATION_ID,
             (int)STEPS);
    int result = SQLITE_OK;
    for (int i = version; i < STEPS && result == SQLITE_OK; i++)
        result = sqlite3_exec(connection, steps[i], NULL, NULL, NULL);
    if (result == SQLITE_OK) result = sqlite3_exec(connection, versions, NULL, NULL, NULL);
    return result;
}
