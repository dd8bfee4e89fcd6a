/*
** What `make bench` holds an import against: the same paragraphs put into an FTS5 table of its own, nothing else done.
**
**   index CORPUS TOKENIZER HASHSIZE DATABASE
** Reads all paragraphs of CORPUS into memory, then times inserting them into a new DATABASE in one transaction, with the
** pragmas that an import uses. TOKENIZER is policy or one of SQLite's; HASHSIZE is FTS5's option in bytes, 0 for its
** default. Prints the seconds, the bytes of text and SQLite's version.
*/
#define _POSIX_C_SOURCE 200809L
#include "../../csrc/store/tokenizer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct Paragraphs {
    char **texts;
    int *sizes;
    size_t count;
    size_t capacity;
    double bytes;
} Paragraphs;

/* Ends the program unless `result` is the one expected. */
static void expect(sqlite3 *connection, int result, int expected) {
    if (result == expected) return;
    fprintf(stderr, "SQLite: %s\n", sqlite3_errmsg(connection));
    exit(EXIT_FAILURE);
}

static void *grown(void *block, size_t size) {
    block = realloc(block, size);
    if (block != NULL) return block;
    fprintf(stderr, "not enough memory\n");
    exit(EXIT_FAILURE);
}

static void execute(sqlite3 *connection, const char *sql) {
    expect(connection, sqlite3_exec(connection, sql, NULL, NULL, NULL), SQLITE_OK);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void add(Paragraphs *all, const unsigned char *text, int size) {
    if (all->count == all->capacity) {
        all->capacity = all->capacity * 2 + 1024;
        all->texts = grown(all->texts, all->capacity * sizeof *all->texts);
        all->sizes = grown(all->sizes, all->capacity * sizeof *all->sizes);
    }
    char *copy = grown(NULL, (size_t)size + 1);
    memcpy(copy, text, (size_t)size);
    all->texts[all->count] = copy;
    all->sizes[all->count++] = size;
    all->bytes += size;
}

static void read_paragraphs(Paragraphs *all, const char *corpus) {
    sqlite3 *connection;
    sqlite3_stmt *statement;
    expect(NULL, sqlite3_open_v2(corpus, &connection, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    const char *sql = "SELECT text FROM paragraph ORDER BY id";
    expect(connection, sqlite3_prepare_v2(connection, sql, -1, &statement, NULL), SQLITE_OK);
    int result;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        const unsigned char *text = sqlite3_column_text(statement, 0);
        add(all, text, sqlite3_column_bytes(statement, 0));
    }
    expect(connection, result, SQLITE_DONE);
    sqlite3_finalize(statement);
    sqlite3_close(connection);
}

static sqlite3 *make_table(const char *path, const char *tokenizer, int hash_size) {
    sqlite3 *connection;
    char sql[200];
    expect(NULL, sqlite3_open(path, &connection), SQLITE_OK);
    expect(connection, tokenizer_register(connection), SQLITE_OK);
    execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    snprintf(sql, sizeof sql, "CREATE VIRTUAL TABLE entry USING fts5(text, tokenize = '%.30s')", tokenizer);
    execute(connection, sql);
    snprintf(sql, sizeof sql, "INSERT INTO entry(entry, rank) VALUES('hashsize', %d)", hash_size);
    if (hash_size > 0) execute(connection, sql);
    return connection;
}

static void insert_all(sqlite3 *connection, const Paragraphs *all) {
    sqlite3_stmt *statement;
    execute(connection, "BEGIN");
    const char *sql = "INSERT INTO entry(text) VALUES(?)";
    expect(connection, sqlite3_prepare_v2(connection, sql, -1, &statement, NULL), SQLITE_OK);
    for (size_t i = 0; i < all->count; i++) {
        sqlite3_bind_text(statement, 1, all->texts[i], all->sizes[i], SQLITE_STATIC);
        expect(connection, sqlite3_step(statement), SQLITE_DONE);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    execute(connection, "COMMIT");
}

int main(int count, char **arguments) {
    if (count != 5) {
        fprintf(stderr, "usage: index CORPUS TOKENIZER HASHSIZE DATABASE\n");
        return 2;
    }
    Paragraphs all = {.count = 0};
    read_paragraphs(&all, arguments[1]);
    const double begin = seconds();
    sqlite3 *connection = make_table(arguments[4], arguments[2], atoi(arguments[3]));
    insert_all(connection, &all);
    sqlite3_close(connection);
    printf("%.3f %.0f %s\n", seconds() - begin, all.bytes, sqlite3_libversion());
    return EXIT_SUCCESS;
}
