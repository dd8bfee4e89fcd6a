#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../text/fold.h"
#include "connection.h"
#include "schema.h"
#include "tokenizer.h"

/* How long a statement waits for another writer: longer than any import that a person would wait for. */
enum { BUSY_MILLISECONDS = 10 * 60 * 1000 };

/* Two programs that make the same file at once can each hold what the other needs; then SQLite does not wait by itself. */
enum { CREATION_ATTEMPTS = 200, CREATION_PAUSE_MILLISECONDS = 25 };

/* Of a file that is made: pages of four times the usual size are written and read in fewer steps. */
static const char file_settings[] = "PRAGMA page_size = 16384;";

/*
** NORMAL leaves the file consistent after a loss of power and can lose the last commit, which the next import repeats;
** FULL would wait for the disk at each commit. The log is cut back after a large import. Overwriting what is deleted
** (secure_delete, which Debian turns on) would make FTS5 write every page that its merges free. References are not
** enforced: write.c tells why, and keeps them by the order in which it writes and deletes.
*/
static const char settings[] = "PRAGMA foreign_keys = OFF;"
                               "PRAGMA synchronous = NORMAL;"
                               "PRAGMA journal_size_limit = 16777216;"
                               "PRAGMA secure_delete = OFF;"
                               "PRAGMA cache_size = -16384;";

/* {== What readers may do ================================================== */

static bool is_listed(const char *const *list, const char *name) {
    for (; *list != NULL; list++)
        if (sqlite3_stricmp(*list, name) == 0) return true;
    return false;
}

static bool is_reading_pragma(const char *name, const char *argument) {
    static const char *const always[] = {"table_info",      "table_xinfo", "table_list",       "index_list",
                                         "index_info",      "index_xinfo", "foreign_key_list", "foreign_key_check",
                                         "integrity_check", "quick_check", "database_list",    "collation_list",
                                         "function_list",   "module_list", "pragma_list",      "compile_options",
                                         "data_version",    NULL};
    static const char *const bare[] = {"application_id", "user_version",   "schema_version", "page_count",
                                       "page_size",      "freelist_count", "encoding",       NULL};
    return is_listed(always, name) || (argument == NULL && is_listed(bare, name));
}

/*
** sqlite3_stmt_readonly lets ATTACH, BEGIN and settings pass; this does not. A table-valued function (json_each,
** pragma_table_info) declares its columns by what looks like a write to the schema; a real one is no reading statement.
*/
static int authorize(void *context, int action, const char *first, const char *second, const char *database,
                     const char *trigger) {
    const Store *store = context;
    (void)database;
    (void)trigger;
    if (!store->restricted) return SQLITE_OK;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE: return SQLITE_OK;
    case SQLITE_UPDATE: return strcmp(first, "sqlite_master") == 0 ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_PRAGMA: return is_reading_pragma(first, second) ? SQLITE_OK : SQLITE_DENY;
    default: return SQLITE_DENY;
    }
}

/* ==} */

/* {== What kind of file it is ============================================== */

typedef struct Identity {
    int application_id;
    int version;
    int objects;  /* tables, indexes and the like */
    bool current; /* tokenizer and Unicode data are those of this program */
} Identity;

/* The first row's columns as integers. */
static int read_integers(Store *store, const char *sql, int *values, int count) {
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(store->connection, sql, -1, &statement, NULL);
    if (result == SQLITE_OK) result = sqlite3_step(statement);
    for (int i = 0; result == SQLITE_ROW && i < count; i++) values[i] = sqlite3_column_int(statement, i);
    const int finalized = sqlite3_finalize(statement);
    return result == SQLITE_ROW || result == SQLITE_DONE ? finalized : result;
}

static int identify(Store *store, Identity *identity) {
    int values[3] = {0};
    const int result = read_integers(store,
                                     "SELECT (SELECT application_id FROM pragma_application_id),"
                                     "       (SELECT user_version FROM pragma_user_version),"
                                     "       (SELECT count(*) FROM sqlite_schema)",
                                     values, 3);
    *identity = (Identity){.application_id = values[0], .version = values[1], .objects = values[2]};
    return result;
}

static bool is_new(const Identity *identity) {
    return identity->application_id == 0 && identity->version == 0 && identity->objects == 0;
}

/* Fills identity->current of a corpus of this version. */
static int compare_versions(Store *store, Identity *identity) {
    char sql[300];
    int same = 0;
    sqlite3_snprintf(sizeof sql, sql,
                     "SELECT count(*) FROM corpus WHERE (key = 'tokenizer' AND value = %Q)"
                     " OR (key = 'unicode' AND value = %Q)",
                     TOKENIZER_NAME " " TOKENIZER_VERSION, text_unicode_version());
    const int result = read_integers(store, sql, &same, 1);
    identity->current = same == 2;
    return result;
}

static bool refuse_foreign(const Store *store, const Identity *identity, StoreError *error) {
    if (is_new(identity)) {
        store_refuse(store, "NOTADB", "is empty; open it for writing to make a corpus of it", error);
        return false;
    }
    if (identity->application_id != SCHEMA_APPLICATION_ID) {
        store_refuse(store, "NOTADB", "is no policy corpus but another program's database", error);
        return false;
    }
    if (identity->version > schema_version()) {
        store_refuse(store, "NEWER", "was made by a newer version of policy; use that one, or import anew", error);
        return false;
    }
    return true;
}

/* ==} */

/* {== Bringing up to date ================================================== */

static int write_versions(Store *store) {
    char sql[400];
    sqlite3_snprintf(sizeof sql, sql,
                     "REPLACE INTO corpus (key, value) VALUES ('schema', '%d'), ('tokenizer', %Q), ('unicode', %Q)",
                     schema_version(), TOKENIZER_NAME " " TOKENIZER_VERSION, text_unicode_version());
    return store_execute(store, sql);
}

/* Inside the transaction: another program may have done it while this one waited. */
static int update(Store *store) {
    Identity identity;
    int result = identify(store, &identity);
    const bool made = is_new(&identity);
    if (result == SQLITE_OK && identity.version < schema_version())
        result = schema_migrate(store->connection, identity.version);
    if (result == SQLITE_OK) result = compare_versions(store, &identity);
    if (result != SQLITE_OK || identity.current) return result;
    if (!made) result = store_execute(store, "INSERT INTO paragraph_text (paragraph_text) VALUES ('rebuild')");
    return result == SQLITE_OK ? write_versions(store) : result;
}

static bool bring_up_to_date(Store *store, StoreError *error) {
    int result = store_execute(store, "BEGIN IMMEDIATE");
    if (result == SQLITE_OK) result = update(store);
    if (result == SQLITE_OK) result = store_execute(store, "COMMIT");
    if (result == SQLITE_OK) return true;
    store_fail(store, result, error);
    if (!sqlite3_get_autocommit(store->connection)) store_execute(store, "ROLLBACK");
    return false;
}

static bool turn_on_log(Store *store, StoreError *error) {
    int result = SQLITE_BUSY;
    for (int i = 0; i < CREATION_ATTEMPTS && (result & 0xFF) == SQLITE_BUSY; i++) {
        if (i > 0) sqlite3_sleep(CREATION_PAUSE_MILLISECONDS);
        result = store_execute(store, "PRAGMA journal_mode = WAL");
    }
    if (result != SQLITE_OK) store_fail(store, result, error);
    return result == SQLITE_OK;
}

/* ==} */

/* {== Opening ============================================================== */

static bool admit_reader(Store *store, Identity *identity, StoreError *error) {
    if (!refuse_foreign(store, identity, error)) return false;
    if (identity->version == schema_version()) {
        const int result = compare_versions(store, identity);
        if (result != SQLITE_OK) {
            store_fail(store, result, error);
            return false;
        }
        if (identity->current) return true;
    }
    store_refuse(store, "OUTDATED", "was made by an older version of policy; open it for writing once", error);
    return false;
}

static bool admit_writer(Store *store, Identity *identity, StoreError *error) {
    if (sqlite3_db_readonly(store->connection, "main") == 1) {
        store_refuse(store, "READONLY", "may not be written; open it for reading (mode \"r\")", error);
        return false;
    }
    if (!is_new(identity) && !refuse_foreign(store, identity, error)) return false;
    if (!turn_on_log(store, error)) return false;
    if (identity->version == schema_version()) {
        const int result = compare_versions(store, identity);
        if (result == SQLITE_OK && identity->current) return true;
        if (result != SQLITE_OK) {
            store_fail(store, result, error);
            return false;
        }
    }
    return bring_up_to_date(store, error);
}

/* Nothing in the file that was opened can make a query do more than read it. */
static int fence(Store *store) {
    sqlite3 *connection = store->connection;
    sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0);
    int result = sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (result == SQLITE_OK) result = sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0, NULL);
    if (result == SQLITE_OK) result = sqlite3_set_authorizer(connection, authorize, store);
    return result;
}

static int connect(Store *store, const char *name, int flags) {
    int result = sqlite3_open_v2(name, &store->connection, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (result == SQLITE_OK) result = sqlite3_busy_timeout(store->connection, BUSY_MILLISECONDS);
    if (result == SQLITE_OK) result = fence(store);
    if (result == SQLITE_OK) result = tokenizer_register(store->connection);
    return result;
}

/* The path as SQLite is to see it: one that begins with "file:" would be taken for a URI. Freed by sqlite3_free. */
static char *plain_name(const char *path) {
    return sqlite3_mprintf("%s%s", strncmp(path, "file:", 5) == 0 ? "./" : "", path);
}

static int connect_plainly(Store *store) {
    char *name = plain_name(store->path);
    if (name == NULL) return SQLITE_NOMEM;
    const int result = connect(
        store, name, store->mode == STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    sqlite3_free(name);
    return result;
}

/* The path as a URI, every special byte escaped. Freed by sqlite3_free. */
static char *immutable_name(const char *path) {
    sqlite3_str *name = sqlite3_str_new(NULL);
    sqlite3_str_appendall(name, path[0] == '/' ? "file://" : "file:");
    for (; *path != '\0'; path++) {
        const unsigned char byte = (unsigned char)*path;
        if (byte <= ' ' || byte == '%' || byte == '?' || byte == '#' || byte >= 0x7F)
            sqlite3_str_appendf(name, "%%%02X", byte);
        else
            sqlite3_str_appendchar(name, 1, *path);
    }
    sqlite3_str_appendall(name, "?immutable=1");
    return sqlite3_str_finish(name);
}

/* SQLite knows the file behind a link, beside which the log lies. */
static bool has_log(const Store *store) {
    const char *name = sqlite3_db_filename(store->connection, "main");
    return name == NULL || access(sqlite3_filename_wal(name), F_OK) == 0;
}

/*
** A corpus that nobody is writing can be read in a folder where nothing may be written, where SQLite cannot make the
** files by which readers and writers see each other.
*/
static int connect_immutably(Store *store) {
    char *name = immutable_name(store->path);
    if (name == NULL) return SQLITE_NOMEM;
    sqlite3_close_v2(store->connection);
    store->connection = NULL;
    const int result = connect(store, name, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    sqlite3_free(name);
    return result;
}

static bool needs_immutable(const Store *store, int result) {
    const int primary = result & 0xFF;
    return store->mode == STORE_READ && (primary == SQLITE_CANTOPEN || primary == SQLITE_READONLY) &&
           access(store->path, R_OK) == 0 && !has_log(store);
}

static int look_at_file(Store *store, Identity *identity) {
    int result = identify(store, identity);
    if (needs_immutable(store, result)) {
        result = connect_immutably(store);
        if (result == SQLITE_OK) result = identify(store, identity);
    }
    return result;
}

static bool admit(Store *store, StoreError *error) {
    Identity identity = {0};
    int result = connect_plainly(store);
    if (result == SQLITE_MISUSE) {
        store_refuse(store, "ERROR", "cannot be opened: this SQLite was built without FTS5", error);
        return false;
    }
    if (result == SQLITE_OK) result = look_at_file(store, &identity);
    if (result == SQLITE_OK && store->mode == STORE_WRITE && sqlite3_db_readonly(store->connection, "main") == 0) {
        if (strcmp(store->path, ":memory:") != 0) result = store_execute(store, file_settings);
        if (result == SQLITE_OK) result = store_execute(store, settings);
    }
    if (result == SQLITE_OK && store->mode == STORE_READ) result = store_execute(store, "PRAGMA cache_size = -16384");
    if (result != SQLITE_OK) {
        store_fail(store, result, error);
        return false;
    }
    return store->mode == STORE_READ ? admit_reader(store, &identity, error) : admit_writer(store, &identity, error);
}

static Store *allocate(const char *path, StoreMode mode) {
    const size_t size = strlen(path) + 1;
    Store *store = calloc(1, sizeof *store);
    if (store == NULL) return NULL;
    store->mode = mode;
    store->path = malloc(size);
    if (store->path == NULL) {
        free(store);
        return NULL;
    }
    memcpy(store->path, path, size);
    return store;
}

Store *store_open(const char *path, StoreMode mode, StoreError *error) {
    Store *store = allocate(path, mode);
    if (store == NULL) {
        *error = (StoreError){.code = "ENOMEM", .message = "not enough memory"};
        return NULL;
    }
    if (admit(store, error)) return store;
    store_close(store);
    return NULL;
}

void store_close(Store *store) {
    if (store == NULL) return;
    /* Statements that are still out would keep the transaction open. */
    if (store->connection != NULL && !sqlite3_get_autocommit(store->connection)) store_execute(store, "ROLLBACK");
    sqlite3_finalize(store->version);
    for (int i = 0; i < STORE_KEPT; i++) sqlite3_finalize(store->kept[i]);
    for (int i = 0; i < STORE_WRITERS; i++) sqlite3_finalize(store->writers[i]);
    if (store->connection != NULL) sqlite3_set_authorizer(store->connection, NULL, NULL);
    sqlite3_close_v2(store->connection);
    free(store->path);
    free(store);
}

/* ==} */

/* {== The whole corpus ===================================================== */

const char *store_path(const Store *store) {
    return store->path;
}

int store_execute(Store *store, const char *sql) {
    return sqlite3_exec(store->connection, sql, NULL, NULL, NULL);
}

bool store_changes(Store *store, int64_t *changes, StoreError *error) {
    int result = SQLITE_OK;
    if (store->version == NULL)
        result = sqlite3_prepare_v3(store->connection, "PRAGMA data_version", -1, SQLITE_PREPARE_PERSISTENT,
                                    &store->version, NULL);
    if (result == SQLITE_OK) result = sqlite3_step(store->version);
    if (result == SQLITE_ROW) {
        /* SQLite counts what others commit, this program what it commits itself. */
        *changes = (sqlite3_column_int64(store->version, 0) << 32) + store->changes;
        sqlite3_reset(store->version);
        return true;
    }
    store_fail(store, result, error);
    sqlite3_reset(store->version);
    return false;
}

static bool look_at_structure(Store *store, StoreError *error) {
    int wrong = 0;
    const int result =
        read_integers(store,
                      "SELECT (SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok')"
                      "     + (SELECT count(*) FROM pragma_foreign_key_check)",
                      &wrong, 1);
    if (result != SQLITE_OK)
        store_fail(store, result, error);
    else if (wrong > 0)
        store_refuse(store, "CORRUPT", "is damaged; import the documents into a new one", error);
    return result == SQLITE_OK && wrong == 0;
}

bool store_check(Store *store, StoreError *error) {
    if (!look_at_structure(store, error)) return false;
    if (store->mode == STORE_READ) return true;
    const int result =
        store_execute(store, "INSERT INTO paragraph_text (paragraph_text, rank) VALUES ('integrity-check', 1)");
    if (result != SQLITE_OK) store_fail(store, result, error);
    return result == SQLITE_OK;
}

/* ==} */
