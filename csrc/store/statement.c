#include <stdlib.h>
#include <string.h>

#include "connection.h"

/* {== Preparing ============================================================ */

/* Takes the statement out of the kept ones; NULL when it is not among them. */
static sqlite3_stmt *take_kept(Store *store, const char *sql, size_t length) {
    for (int i = 0; i < STORE_KEPT && store->kept[i] != NULL; i++) {
        sqlite3_stmt *statement = store->kept[i];
        const char *text = sqlite3_sql(statement);
        if (strncmp(text, sql, length) != 0 || text[length] != '\0') continue;
        memmove(&store->kept[i], &store->kept[i + 1], (size_t)(STORE_KEPT - 1 - i) * sizeof store->kept[0]);
        store->kept[STORE_KEPT - 1] = NULL;
        return statement;
    }
    return NULL;
}

static void refuse_sql(const Store *store, const char *reason, const char *sql, StoreError *error) {
    char message[600];
    sqlite3_snprintf(sizeof message, message, "%s: %!.120s", reason, sql);
    store_refuse(store, "ERROR", message, error);
}

/* Whether nothing but blanks and comments follows. */
static bool is_rest_empty(Store *store, const char *rest, const char *end) {
    while (rest < end) {
        sqlite3_stmt *statement = NULL;
        const char *next = end;
        const int result = sqlite3_prepare_v2(store->connection, rest, (int)(end - rest), &statement, &next);
        const bool empty = result == SQLITE_OK && statement == NULL;
        sqlite3_finalize(statement);
        if (!empty || next == rest) return empty;
        rest = next;
    }
    return true;
}

static bool is_admissible(Store *store, sqlite3_stmt *statement, const char *sql, const char *rest, const char *end,
                          StoreError *error) {
    const char *reason = NULL;
    if (statement == NULL)
        reason = "there is no statement in this SQL";
    else if (!sqlite3_stmt_readonly(statement))
        reason = "a query may only read, and this one writes";
    else if (!is_rest_empty(store, rest, end))
        reason = "a query is a single statement, and there are several here";
    if (reason != NULL) refuse_sql(store, reason, sql, error);
    return reason == NULL;
}

static sqlite3_stmt *prepare_restricted(Store *store, const char *sql, size_t length, StoreError *error) {
    sqlite3_stmt *statement = NULL;
    const char *rest = NULL;
    const int result =
        sqlite3_prepare_v3(store->connection, sql, (int)length, SQLITE_PREPARE_PERSISTENT, &statement, &rest);
    if (result != SQLITE_OK) {
        store_fail(store, result, error);
        return NULL;
    }
    if (is_admissible(store, statement, sql, rest, sql + length, error)) return statement;
    sqlite3_finalize(statement);
    return NULL;
}

sqlite3_stmt *store_prepare(Store *store, const char *sql, size_t length, StoreError *error) {
    if (length > (size_t)sqlite3_limit(store->connection, SQLITE_LIMIT_SQL_LENGTH, -1) ||
        memchr(sql, '\0', length) != NULL) {
        refuse_sql(store, "too long for SQL, or a NUL byte in it", sql, error);
        return NULL;
    }
    sqlite3_stmt *statement = take_kept(store, sql, length);
    if (statement != NULL) return statement;
    store->restricted = true;
    statement = prepare_restricted(store, sql, length, error);
    store->restricted = false;
    return statement;
}

void store_release(Store *store, sqlite3_stmt *statement) {
    if (statement == NULL) return;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    sqlite3_finalize(store->kept[STORE_KEPT - 1]);
    memmove(&store->kept[1], &store->kept[0], (STORE_KEPT - 1) * sizeof store->kept[0]);
    store->kept[0] = statement;
}

/* ==} */

/* {== Stepping ============================================================= */

StoreStep store_step(Store *store, sqlite3_stmt *statement, StoreError *error) {
    /* FTS5 prepares statements of its own while ours runs, and SQLite prepares ours anew when the schema has changed. */
    store->restricted = true;
    const int result = sqlite3_step(statement);
    store->restricted = false;
    if (result == SQLITE_ROW) return STORE_ROW;
    if (result == SQLITE_DONE) return STORE_DONE;
    store_fail(store, result, error);
    return STORE_FAILED;
}

/* Room for one more value. False when memory is out; the array stays as it was. */
static bool grow(int64_t **values, size_t count, size_t *capacity) {
    if (count < *capacity) return true;
    const size_t larger = *capacity == 0 ? 64 : *capacity * 2;
    int64_t *grown = larger > SIZE_MAX / sizeof **values ? NULL : realloc(*values, larger * sizeof **values);
    if (grown == NULL) return false;
    *values = grown;
    *capacity = larger;
    return true;
}

bool store_column(Store *store, sqlite3_stmt *statement, int64_t **values, size_t *count, StoreError *error) {
    size_t capacity = 0;
    StoreStep step;
    *values = NULL;
    *count = 0;
    while ((step = store_step(store, statement, error)) == STORE_ROW) {
        if (!grow(values, *count, &capacity)) {
            store_fail(store, SQLITE_NOMEM, error);
            return false;
        }
        (*values)[(*count)++] = sqlite3_column_int64(statement, 0);
    }
    return step == STORE_DONE;
}

/* ==} */
