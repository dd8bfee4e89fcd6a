#include <string.h>

#include "connection.h"

/* The statements of the writer, prepared when first needed. */
typedef enum Writer {
    FIND_DOCUMENT,
    INSERT_DOCUMENT,
    UPDATE_DOCUMENT,
    DELETE_DOCUMENT,
    DELETE_SECTIONS,
    DELETE_PARAGRAPHS,
    LAST_SECTION,
    LAST_PARAGRAPH,
    INSERT_TEXT,
    INSERT_SECTION,
    INSERT_SECTIONS,
    INSERT_PARAGRAPH,
    INSERT_PARAGRAPHS,
    WRITERS
} Writer;

_Static_assert((int)WRITERS <= STORE_WRITERS, "room for all writers");

/*
** What would undo part of a transaction opens a savepoint first, and at each of those FTS5 writes out what it has gathered.
** Hence no RETURNING, no trigger on INSERT, no enforcing of references, and FAIL instead of ABORT where several rows
** are inserted at once: a write that fails undoes its whole transaction.
*/
static const char *const writer_sql[WRITERS] = {
    [FIND_DOCUMENT] = "SELECT id FROM document WHERE file = ?1",
    [INSERT_DOCUMENT] = "INSERT INTO document (file, kind, title, number, issuer, date, publisher, encoding, lines,"
                        " characters, size, modified) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    [UPDATE_DOCUMENT] = "UPDATE document SET kind = ?2, title = ?3, number = ?4, issuer = ?5, date = ?6,"
                        " publisher = ?7, encoding = ?8, lines = ?9, characters = ?10, size = ?11, modified = ?12"
                        " WHERE file = ?1",
    [DELETE_DOCUMENT] = "DELETE FROM document WHERE id = ?1",
    [DELETE_SECTIONS] = "DELETE FROM section WHERE document = ?1",
    [DELETE_PARAGRAPHS] = "DELETE FROM paragraph WHERE document = ?1",
    [LAST_SECTION] = "SELECT max(id) FROM section",
    [LAST_PARAGRAPH] = "SELECT max(id) FROM paragraph",
    [INSERT_TEXT] = "INSERT INTO paragraph_text (rowid, text) VALUES (?1, ?2)",
};

/*
** Rows of which many are inserted: the statement for one, and for so many at once, during which SQLite stays where it is
** in table and indexes instead of finding its way there for each row.
*/
typedef struct Batch {
    Writer single;
    Writer several;
    int rows;
    int columns;
    const char *sql;
} Batch;

static const Batch section_batch = {INSERT_SECTION, INSERT_SECTIONS, 8, 13,
                                    "INSERT OR FAIL INTO section (id, document, parent, level, style, number, title,"
                                    " path, line, \"column\", byte, first_line, last_line) VALUES "};
static const Batch paragraph_batch = {INSERT_PARAGRAPH, INSERT_PARAGRAPHS, 16, 7,
                                      "INSERT OR FAIL INTO paragraph (id, document, section, kind, line, byte, text)"
                                      " VALUES "};

/*
** Writing one document. `result` is SQLite's code of the first thing that failed; once it is set, every function below
** does nothing, so that a stage may do several things and look once.
*/
typedef struct Writing {
    Store *store;
    const Document *document;
    int64_t id;
    int result;
} Writing;

/* {== Statements =========================================================== */

static sqlite3_stmt *prepared(Writing *writing, Writer number, const char *sql) {
    sqlite3_stmt **statement = &writing->store->writers[number];
    if (writing->result == SQLITE_OK && *statement == NULL)
        writing->result =
            sqlite3_prepare_v3(writing->store->connection, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
    return writing->result == SQLITE_OK ? *statement : NULL;
}

static sqlite3_stmt *writer(Writing *writing, Writer number) {
    return prepared(writing, number, writer_sql[number]);
}

/* The SQL that inserts `rows` rows. Freed by sqlite3_free. */
static char *batch_sql(sqlite3 *connection, const Batch *batch, int rows) {
    sqlite3_str *sql = sqlite3_str_new(connection);
    sqlite3_str_appendall(sql, batch->sql);
    for (int i = 0; i < rows * batch->columns; i++) {
        const int column = i % batch->columns;
        sqlite3_str_appendall(sql, column > 0 ? ", ?" : i > 0 ? "), (?" : "(?");
    }
    sqlite3_str_appendall(sql, ")");
    return sqlite3_str_finish(sql);
}

/* The statement that inserts `rows` rows: 1 or batch->rows. */
static sqlite3_stmt *batch_writer(Writing *writing, const Batch *batch, int rows) {
    const Writer number = rows == 1 ? batch->single : batch->several;
    if (writing->result != SQLITE_OK || writing->store->writers[number] != NULL) return prepared(writing, number, NULL);
    char *sql = batch_sql(writing->store->connection, batch, rows);
    if (sql == NULL) writing->result = SQLITE_NOMEM;
    sqlite3_stmt *statement = prepared(writing, number, sql);
    sqlite3_free(sql);
    return statement;
}

/* How many rows the next statement takes of those that are left. */
static int batch_rows(const Batch *batch, size_t left) {
    return left >= (size_t)batch->rows ? batch->rows : 1;
}

static void bind_integer(Writing *writing, sqlite3_stmt *statement, int index, int64_t value) {
    if (writing->result == SQLITE_OK) writing->result = sqlite3_bind_int64(statement, index, value);
}

/* The text must stay as it is until the statement has run. */
static void bind_bytes(Writing *writing, sqlite3_stmt *statement, int index, const char *bytes, size_t size) {
    if (writing->result == SQLITE_OK)
        writing->result = sqlite3_bind_text64(statement, index, bytes, size, SQLITE_STATIC, SQLITE_UTF8);
}

static void bind_null(Writing *writing, sqlite3_stmt *statement, int index) {
    if (writing->result == SQLITE_OK) writing->result = sqlite3_bind_null(statement, index);
}

/* NULL where there is no text. */
static void bind_text(Writing *writing, sqlite3_stmt *statement, int index, const char *text) {
    if (text == NULL)
        bind_null(writing, statement, index);
    else
        bind_bytes(writing, statement, index, text, strlen(text));
}

static void bind_span(Writing *writing, sqlite3_stmt *statement, int index, Span span) {
    if (span.start == span.end)
        bind_null(writing, statement, index);
    else
        bind_bytes(writing, statement, index, writing->document->text->bytes + span.start, span.end - span.start);
}

/* NULL where `position` is -1, else the id of what stands there in the document, `last` being the id before the first. */
static void bind_reference(Writing *writing, sqlite3_stmt *statement, int index, int64_t last, int32_t position) {
    if (position < 0)
        bind_null(writing, statement, index);
    else
        bind_integer(writing, statement, index, last + 1 + position);
}

static void run(Writing *writing, sqlite3_stmt *statement) {
    if (writing->result != SQLITE_OK) return;
    sqlite3_step(statement);
    writing->result = sqlite3_reset(statement);
}

/* Runs a statement that gives at most one integer; `none` where it gives none. */
static int64_t run_for_integer(Writing *writing, sqlite3_stmt *statement, int64_t none) {
    int64_t value = none;
    if (writing->result != SQLITE_OK) return none;
    if (sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_type(statement, 0) == SQLITE_INTEGER)
        value = sqlite3_column_int64(statement, 0);
    writing->result = sqlite3_reset(statement);
    return writing->result == SQLITE_OK ? value : none;
}

static void run_with_id(Writing *writing, Writer number, int64_t id) {
    sqlite3_stmt *statement = writer(writing, number);
    bind_integer(writing, statement, 1, id);
    run(writing, statement);
}

/* What was bound must not outlive the document. */
static void forget_bindings(Store *store) {
    for (int i = 0; i < WRITERS; i++) {
        if (store->writers[i] == NULL) continue;
        sqlite3_reset(store->writers[i]);
        sqlite3_clear_bindings(store->writers[i]);
    }
}

/* ==} */

/* {== A document =========================================================== */

static void bind_document(Writing *writing, sqlite3_stmt *statement, const StoreSource *source) {
    const Document *document = writing->document;
    bind_bytes(writing, statement, 1, source->file, source->file_length);
    bind_text(writing, statement, 2, document->kind);
    bind_text(writing, statement, 3, document->title);
    bind_text(writing, statement, 4, document->number);
    bind_text(writing, statement, 5, document->issuer);
    bind_text(writing, statement, 6, document->date);
    bind_text(writing, statement, 7, document->publisher);
    bind_text(writing, statement, 8, document->text->encoding);
    bind_integer(writing, statement, 9, (int64_t)document->text->line_count);
    bind_integer(writing, statement, 10, (int64_t)document->text->characters);
    bind_integer(writing, statement, 11, (int64_t)source->size);
    if (source->modified == 0)
        bind_null(writing, statement, 12);
    else
        bind_integer(writing, statement, 12, source->modified);
}

static int64_t find_document(Writing *writing, const char *file, size_t length) {
    sqlite3_stmt *statement = writer(writing, FIND_DOCUMENT);
    bind_bytes(writing, statement, 1, file, length);
    return run_for_integer(writing, statement, 0);
}

/* Deletes all that hangs on the document: references are not enforced here, so nothing of it goes by itself. */
static void empty_document(Writing *writing) {
    run_with_id(writing, DELETE_PARAGRAPHS, writing->id);
    run_with_id(writing, DELETE_SECTIONS, writing->id);
}

/* Finds or makes the document's row, without anything that hangs on it. */
static void write_document(Writing *writing, const StoreSource *source) {
    writing->id = find_document(writing, source->file, source->file_length);
    const bool known = writing->id != 0;
    if (known) empty_document(writing);
    sqlite3_stmt *statement = writer(writing, known ? UPDATE_DOCUMENT : INSERT_DOCUMENT);
    bind_document(writing, statement, source);
    run(writing, statement);
    if (!known) writing->id = sqlite3_last_insert_rowid(writing->store->connection);
}

/* ==} */

/* {== Sections and paragraphs ============================================== */

/* Binds section number `number` to the parameters behind number `at`. */
static void bind_section(Writing *writing, sqlite3_stmt *statement, int at, int64_t last, size_t number) {
    const Section *section = &writing->document->sections[number];
    bind_integer(writing, statement, at + 1, last + 1 + (int64_t)number);
    bind_integer(writing, statement, at + 2, writing->id);
    bind_reference(writing, statement, at + 3, last, section->parent);
    bind_integer(writing, statement, at + 4, section->level);
    bind_text(writing, statement, at + 5, section_style_names[section->style]);
    bind_span(writing, statement, at + 6, section->number);
    bind_span(writing, statement, at + 7, section->title);
    bind_text(writing, statement, at + 8, section->path);
    bind_integer(writing, statement, at + 9, section->line);
    bind_integer(writing, statement, at + 10, section->column);
    bind_integer(writing, statement, at + 11, (int64_t)section->byte);
    bind_integer(writing, statement, at + 12, section->line);
    bind_integer(writing, statement, at + 13, section->last_line);
}

/* Gives the id before those of the sections written. */
static int64_t write_sections(Writing *writing) {
    const int64_t last = run_for_integer(writing, writer(writing, LAST_SECTION), 0);
    const size_t count = writing->document->section_count;
    for (size_t done = 0; done < count && writing->result == SQLITE_OK;) {
        const int rows = batch_rows(&section_batch, count - done);
        sqlite3_stmt *statement = batch_writer(writing, &section_batch, rows);
        for (int i = 0; i < rows; i++)
            bind_section(writing, statement, i * section_batch.columns, last, done + (size_t)i);
        run(writing, statement);
        done += (size_t)rows;
    }
    return last;
}

static size_t paragraph_byte(const Text *text, const Paragraph *paragraph) {
    const TextLine *line = &text->lines[paragraph->line - 1];
    return paragraph->text.start == line->start ? line->byte : text_source_byte(text, line, paragraph->text.start);
}

/* Binds a paragraph to the parameters behind number `at`. */
static void bind_paragraph(Writing *writing, sqlite3_stmt *statement, int at, int64_t id, int64_t last_section,
                           const Paragraph *paragraph) {
    bind_integer(writing, statement, at + 1, id);
    bind_integer(writing, statement, at + 2, writing->id);
    bind_reference(writing, statement, at + 3, last_section, paragraph->section);
    bind_text(writing, statement, at + 4, paragraph_kind_names[paragraph->kind]);
    bind_integer(writing, statement, at + 5, paragraph->line);
    bind_integer(writing, statement, at + 6, (int64_t)paragraph_byte(writing->document->text, paragraph));
    bind_span(writing, statement, at + 7, paragraph->text);
}

/* `last` and `last_section` are the ids before those of the document's paragraphs and sections. */
static void write_paragraph_rows(Writing *writing, int64_t last, int64_t last_section) {
    const size_t count = writing->document->paragraph_count;
    for (size_t done = 0; done < count && writing->result == SQLITE_OK;) {
        const int rows = batch_rows(&paragraph_batch, count - done);
        sqlite3_stmt *statement = batch_writer(writing, &paragraph_batch, rows);
        for (int i = 0; i < rows; i++, done++)
            bind_paragraph(writing, statement, i * paragraph_batch.columns, last + 1 + (int64_t)done, last_section,
                           &writing->document->paragraphs[done]);
        run(writing, statement);
    }
}

/* FTS5 takes one row a statement: for several it would write out what it has gathered. */
static void write_index(Writing *writing, int64_t last) {
    const Document *document = writing->document;
    sqlite3_stmt *statement = writer(writing, INSERT_TEXT);
    for (size_t i = 0; i < document->paragraph_count && writing->result == SQLITE_OK; i++) {
        bind_integer(writing, statement, 1, last + 1 + (int64_t)i);
        bind_span(writing, statement, 2, document->paragraphs[i].text);
        run(writing, statement);
    }
}

static void write_paragraphs(Writing *writing, int64_t last_section) {
    const int64_t last = run_for_integer(writing, writer(writing, LAST_PARAGRAPH), 0);
    write_paragraph_rows(writing, last, last_section);
    write_index(writing, last);
}

/* ==} */

/* {== Transactions ========================================================= */

/*
** FTS5 gathers 64 MB before it writes a segment, which spares it most merging; the size is kept in the file, so it is
** put back before the commit. The page cache takes what the transaction changes, which would else go to the log early.
*/
static const char bulk_on[] = "INSERT INTO paragraph_text (paragraph_text, rank) VALUES ('hashsize', 67108864);"
                              "PRAGMA cache_size = -65536;";
static const char bulk_off[] = "INSERT INTO paragraph_text (paragraph_text, rank) VALUES ('hashsize', 1048576);";
static const char bulk_over[] = "PRAGMA cache_size = -16384;";

static int set_bulk(Store *store) {
    if (store->bulk) return SQLITE_OK;
    store->bulk = true;
    return store_execute(store, bulk_on);
}

static void end_transaction(Store *store) {
    if (store->bulk) store_execute(store, bulk_over);
    store->transaction = store->bulk = false;
    store->spoiled = NULL;
    store->changes++;
}

/* Fills `error` and remembers that what the transaction has written is not whole. */
static bool spoil(Store *store, int result, StoreError *error) {
    store_fail(store, result, error);
    if (store->spoiled == NULL) store->spoiled = error->code;
    return false;
}

bool store_in_transaction(const Store *store) {
    return store->transaction;
}

/*
** A query that is being iterated sees the corpus as it was at its beginning, and who sees an old state may not write: once
** another program has written, such queries must end. Iterators over records know where to go on; others say so.
*/
static void end_readers(Store *store) {
    sqlite3_stmt *statement = NULL;
    while ((statement = sqlite3_next_stmt(store->connection, statement)) != NULL) sqlite3_reset(statement);
}

bool store_begin(Store *store, StoreError *error) {
    if (store->mode == STORE_READ) {
        store_refuse(store, "READONLY", "is open for reading only (mode \"r\")", error);
        return false;
    }
    int result = store_execute(store, "BEGIN IMMEDIATE");
    if (result == SQLITE_BUSY_SNAPSHOT) {
        end_readers(store);
        result = store_execute(store, "BEGIN IMMEDIATE");
    }
    if (result == SQLITE_OK)
        store->transaction = true;
    else
        store_fail(store, result, error);
    return result == SQLITE_OK;
}

static int undo(Store *store) {
    /* SQLite has undone it by itself after some failures: no room, no memory, a broken disk. */
    const bool open = !sqlite3_get_autocommit(store->connection);
    const int result = open ? store_execute(store, "ROLLBACK") : SQLITE_OK;
    end_transaction(store);
    return result;
}

bool store_rollback(Store *store, StoreError *error) {
    const int result = undo(store);
    if (result != SQLITE_OK) store_fail(store, result, error);
    return result == SQLITE_OK;
}

static bool refuse_spoiled(Store *store, StoreError *error) {
    store_refuse(store, store->spoiled == NULL ? "ERROR" : store->spoiled,
                 "an earlier write failed, so nothing of this transaction was kept", error);
    undo(store);
    return false;
}

bool store_commit(Store *store, StoreError *error) {
    if (store->spoiled != NULL || sqlite3_get_autocommit(store->connection)) return refuse_spoiled(store, error);
    int result = store->bulk ? store_execute(store, bulk_off) : SQLITE_OK;
    if (result == SQLITE_OK) result = store_execute(store, "COMMIT");
    if (result == SQLITE_OK) {
        end_transaction(store);
        return true;
    }
    store_fail(store, result, error);
    undo(store);
    return false;
}

bool store_write(Store *store, const Document *document, const StoreSource *source, int64_t *id, StoreError *error) {
    Writing writing = {.store = store, .document = document, .result = set_bulk(store)};
    write_document(&writing, source);
    const int64_t last_section = write_sections(&writing);
    write_paragraphs(&writing, last_section);
    forget_bindings(store);
    store->changes++;
    *id = writing.id;
    return writing.result == SQLITE_OK ? true : spoil(store, writing.result, error);
}

static bool remove_within(Store *store, int64_t id, StoreError *error) {
    Writing writing = {.store = store, .id = id, .result = SQLITE_OK};
    empty_document(&writing);
    run_with_id(&writing, DELETE_DOCUMENT, id);
    store->changes++;
    if (writing.result != SQLITE_OK) return spoil(store, writing.result, error);
    if (sqlite3_changes(store->connection) > 0) return true;
    store_refuse(store, "ENOENT", "has no such document", error);
    return false;
}

bool store_remove(Store *store, int64_t id, StoreError *error) {
    if (store->transaction) return remove_within(store, id, error);
    if (!store_begin(store, error)) return false;
    if (remove_within(store, id, error)) return store_commit(store, error);
    undo(store);
    return false;
}

/* ==} */
