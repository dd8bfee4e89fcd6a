/*
** The door of the store: one SQLite file that holds the documents, written and read. No Lua.
**
** A Store is one connection and belongs to one thread. Functions that can fail through no fault of the caller take an
** error to fill; they leave the store usable, and what was committed as it was.
*/
#ifndef policy_store_store_h
#define policy_store_store_h

#include <sqlite3.h>

#include "../analysis/analysis.h"

POLICY_BEGIN

/* What went wrong: a symbol for programs ("ENOENT", "BUSY", "FULL", …) and words for people, the path in front. */
typedef struct StoreError {
    const char *code; /* static */
    char message[1024];
} StoreError;

typedef struct Store Store;

typedef enum StoreMode { STORE_READ, STORE_WRITE } StoreMode;

/* {== Opening (connection.c) =============================================== */

/*
** Opens the corpus at `path` (":memory:" is one that lives in memory). STORE_WRITE makes it where it is missing and
** brings an older one up to date; STORE_READ never writes and refuses both. NULL with `error` filled: "NOTADB" for a
** file that is no corpus, "NEWER" for one of a later version, "OUTDATED" for one that STORE_READ would have to change,
** "READONLY" for one that STORE_WRITE cannot write, "BUSY", "CORRUPT", "ENOMEM", the system's own ("ENOENT", "EACCES").
*/
Store *store_open(const char *path, StoreMode mode, StoreError *error);

/*
** Closes; an open transaction is undone. Statements that are still out stay valid for sqlite3_finalize, and only for
** that. NULL is fine.
*/
void store_close(Store *store);

/* The path as given to store_open. Lives as long as the store. */
const char *store_path(const Store *store);

/*
** A number that changes whenever a commit of this or any other connection has changed the corpus. Returns false with
** `error` filled when the file cannot be read.
*/
bool store_changes(Store *store, int64_t *changes, StoreError *error);

/*
** Looks whether the file is sound: SQLite's structure, references, and full-text index against text. Takes as long as
** reading everything. False with code "CORRUPT" when it is not. STORE_READ leaves out the index, as SQLite counts that
** look as writing.
*/
bool store_check(Store *store, StoreError *error);

/* ==} */

/* {== Writing (write.c) ==================================================== */

/*
** Begins, ends or undoes a transaction; all writing of one import is one. Waits for another writer. Once a write within
** it has failed, store_commit undoes it all and fails, too. Begin needs that none is open, the others that one is.
*/
bool store_begin(Store *store, StoreError *error);
bool store_commit(Store *store, StoreError *error);
bool store_rollback(Store *store, StoreError *error);
bool store_in_transaction(const Store *store);

/* Where a document came from, for the test whether it has changed since. */
typedef struct StoreSource {
    const char *file; /* the name it goes by; the key of the document */
    size_t file_length;
    size_t size;      /* bytes */
    int64_t modified; /* nanoseconds since 1970; 0 where not known: then it is looked at again at the next import */
} StoreSource;

/*
** Writes a document with its sections and paragraphs, in place of the one that had the same file, whose id it takes over.
** Needs an open transaction. `*id` is the document's id.
*/
bool store_write(Store *store, const Document *document, const StoreSource *source, int64_t *id, StoreError *error);

/* Removes a document with all that hangs on it, in a transaction of its own where none is open. "ENOENT": no such id. */
bool store_remove(Store *store, int64_t id, StoreError *error);

/* ==} */

/* {== Reading (statement.c) ================================================ */

/*
** A statement that reads: one only, which writes nothing, attaches nothing, sets nothing. Must be given back by
** store_release; taken from a small cache where the same was asked before. NULL with `error` filled (code "ERROR" for
** wrong or refused SQL).
*/
sqlite3_stmt *store_prepare(Store *store, const char *sql, size_t length, StoreError *error);

/* Takes a statement back. Its rows must not be looked at any more. */
void store_release(Store *store, sqlite3_stmt *statement);

typedef enum StoreStep { STORE_ROW, STORE_DONE, STORE_FAILED } StoreStep;

/* The next row of a statement of store_prepare. */
StoreStep store_step(Store *store, sqlite3_stmt *statement, StoreError *error);

/*
** Steps through all rows and gives the first column of each as an integer (0 for NULL). `*values` is to be freed with
** free(), also when it fails; NULL for no rows.
*/
bool store_column(Store *store, sqlite3_stmt *statement, int64_t **values, size_t *count, StoreError *error);

/* Fills `error` from what SQLite last said on this connection about `result`. */
void store_fail(const Store *store, int result, StoreError *error);

/* ==} */

POLICY_END

#endif
