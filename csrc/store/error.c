#include <errno.h>
#include <string.h>

#include "connection.h"

/* What each of SQLite's results is called, and what a person can do about it. */
typedef struct Meaning {
    int result;
    const char *code;
    const char *advice;
} Meaning;

static const Meaning meanings[] = {
    {SQLITE_IOERR_NOMEM, "ENOMEM", NULL},
    {SQLITE_NOMEM, "ENOMEM", NULL},
    {SQLITE_BUSY, "BUSY", "another program is writing to it; try again when that is done"},
    {SQLITE_LOCKED, "BUSY", "another program is writing to it; try again when that is done"},
    {SQLITE_FULL, "FULL", "make room on the disk; what was there before is untouched"},
    {SQLITE_READONLY, "READONLY", "check who may write the file and its folder, or open it for reading (mode \"r\")"},
    {SQLITE_IOERR, "IOERR", "the disk did not do as it was told"},
    {SQLITE_CORRUPT, "CORRUPT", "restore it from a copy, or import the documents into a new one"},
    {SQLITE_NOTADB, "NOTADB", NULL},
    {SQLITE_CANTOPEN, "CANTOPEN", "check that its folder exists and may be written"},
    {SQLITE_TOOBIG, "TOOBIG", NULL},
    {SQLITE_INTERRUPT, "INTERRUPT", NULL},
    {SQLITE_CONSTRAINT, "CONSTRAINT", NULL},
    {SQLITE_AUTH, "ERROR", "a query may only read"},
};

static const Meaning *find_meaning(int result) {
    static const Meaning unknown = {SQLITE_ERROR, "ERROR", NULL};
    const size_t count = sizeof meanings / sizeof meanings[0];
    for (size_t i = 0; i < count; i++)
        if (meanings[i].result == result) return &meanings[i];
    for (size_t i = 0; i < count; i++)
        if (meanings[i].result == (result & 0xFF)) return &meanings[i];
    return &unknown;
}

/* What the system said when a file could not be opened; NULL where it is nothing of these. */
static const char *system_code(int number) {
    switch (number) {
    case ENOENT: return "ENOENT";
    case ENOTDIR: return "ENOTDIR";
    case EISDIR: return "EISDIR";
    case EACCES: return "EACCES";
    case EPERM: return "EPERM";
    case EROFS: return "EROFS";
    case ENAMETOOLONG: return "ENAMETOOLONG";
    case EMFILE: return "EMFILE";
    default: return NULL;
    }
}

void store_refuse(const Store *store, const char *code, const char *message, StoreError *error) {
    error->code = code;
    sqlite3_snprintf(sizeof error->message, error->message, "%!.300s: %s", store->path, message);
}

static void fail_by_system(const Store *store, const char *code, int number, StoreError *error) {
    char message[300];
    sqlite3_snprintf(sizeof message, message, "cannot be opened: %s", strerror(number));
    store_refuse(store, code, message, error);
}

void store_fail(const Store *store, int result, StoreError *error) {
    const Meaning *meaning = find_meaning(result);
    const int primary = result & 0xFF;
    const bool by_system = primary == SQLITE_CANTOPEN || primary == SQLITE_IOERR;
    const int number = by_system ? sqlite3_system_errno(store->connection) : 0;
    const char *code = system_code(number);
    if (code != NULL) {
        fail_by_system(store, code, number, error);
        return;
    }
    /* The connection speaks of its last call, which need not be the one that failed. */
    const bool spoken = (sqlite3_extended_errcode(store->connection) & 0xFF) == primary;
    const char *said = spoken ? sqlite3_errmsg(store->connection) : sqlite3_errstr(result);
    error->code = meaning->code;
    sqlite3_snprintf(sizeof error->message, error->message, "%!.300s: %!.500s%s%s", store->path, said,
                     meaning->advice == NULL ? "" : "; ", meaning->advice == NULL ? "" : meaning->advice);
}
