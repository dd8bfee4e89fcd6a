/*
** Whether a corpus is sound: SQLite's integrity_check and foreign_key_check, and FTS5's integrity-check, which reads all
** paragraphs again with our tokenizer and holds them against the index. It is a write, which the library never lets
** anyone do: hence this program.
**
**   sound CORPUS
** Prints what is wrong and ends with 1, or ends with 0.
*/
#include "../../csrc/store/tokenizer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool sound = true;

static void complain(const char *what, const char *text) {
    fprintf(stderr, "%s: %s\n", what, text);
    sound = false;
}

static int row_is_ok(void *what, int columns, char **values, char **names) {
    (void)names;
    if (columns < 1 || values[0] == NULL || strcmp(values[0], "ok") != 0)
        complain(what, columns > 0 && values[0] != NULL ? values[0] : "a row");
    return 0;
}

static void check(sqlite3 *connection, char *sql) {
    const int result = sqlite3_exec(connection, sql, row_is_ok, sql, NULL);
    if (result != SQLITE_OK) complain(sql, sqlite3_errmsg(connection));
}

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "usage: sound CORPUS\n");
        return 2;
    }
    sqlite3 *connection;
    if (sqlite3_open_v2(arguments[1], &connection, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
        tokenizer_register(connection) != SQLITE_OK) {
        complain(arguments[1], sqlite3_errmsg(connection));
    } else {
        check(connection, "PRAGMA integrity_check");
        check(connection, "PRAGMA foreign_key_check");
        check(connection, "INSERT INTO paragraph_text(paragraph_text, rank) VALUES('integrity-check', 1)");
    }
    sqlite3_close(connection);
    return sound ? EXIT_SUCCESS : EXIT_FAILURE;
}
