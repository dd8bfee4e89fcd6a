/*
** What the files of the store share: the connection itself. Nothing outside csrc/store includes this.
*/
#ifndef policy_store_connection_h
#define policy_store_connection_h

#include "store.h"

POLICY_BEGIN

/* Statements of readers that are kept for the next time. */
#define STORE_KEPT 24

/* Statements of the writer; write.c names them. */
#define STORE_WRITERS 16

struct Store {
    sqlite3 *connection;
    char *path;
    StoreMode mode;
    bool restricted;  /* a reader's statement is being prepared or run: the authorizer lets nothing but reading pass */
    bool transaction; /* between store_begin and store_commit or store_rollback */
    bool bulk;        /* the transaction has written: FTS5 and the page cache have been given room */
    const char *spoiled;            /* code of the first write that failed in this transaction; NULL when none has */
    uint32_t changes;               /* grows with each change of our own */
    sqlite3_stmt *version;          /* PRAGMA data_version */
    sqlite3_stmt *kept[STORE_KEPT]; /* the latest first */
    sqlite3_stmt *writers[STORE_WRITERS];
};

/* Runs SQL of our own. Returns SQLite's result code. */
int store_execute(Store *store, const char *sql);

/* Fills `error` with a code and a message of our own, "PATH: " in front. */
void store_refuse(const Store *store, const char *code, const char *message, StoreError *error);

POLICY_END

#endif
