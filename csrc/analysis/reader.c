#define _POSIX_C_SOURCE 200809L
#include "reader.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* How many results, and bytes of them, may wait for the writer. */
#define QUEUE_LIMIT 64u
#define QUEUE_BYTES ((size_t)64 * 1024 * 1024)

/* {== One file ============================================================== */

static void fail(Reading *reading, const char *code, const char *reason) {
    reading->code = code;
    reading->error.byte = SIZE_MAX;
    snprintf(reading->error.reason, sizeof reading->error.reason, "%s", reason);
}

static void fail_memory(Reading *reading) {
    fail(reading, "ENOMEM", "not enough memory");
}

static void fail_system(Reading *reading, int error) {
    static const struct {
        int error;
        const char *code;
    } codes[] = {{ENOENT, "ENOENT"}, {EACCES, "EACCES"}, {EISDIR, "EISDIR"}, {ENOTDIR, "ENOTDIR"}, {ELOOP, "ELOOP"}};
    const char *code = "EIO";
    for (size_t index = 0; index < sizeof codes / sizeof *codes; index++)
        if (codes[index].error == error) code = codes[index].code;
    char reason[sizeof reading->error.reason];
    if (strerror_r(error, reason, sizeof reason) != 0) snprintf(reason, sizeof reason, "error %d", error);
    fail(reading, code, reason);
}

static void analyze(Reading *reading, const char *bytes) {
    if (!text_decode(&reading->text, &reading->arena, bytes, reading->size, &reading->error))
        reading->code = reading->arena.failed ? "ENOMEM" : "EILSEQ";
}

static Reading *new_reading(void) {
    Reading *reading = calloc(1, sizeof *reading);
    if (reading) arena_init(&reading->arena);
    return reading;
}

/* Decodes and analyses what stands in `bytes` (with a NUL behind it), which lives as long as the reading. */
static void finish(Reading *reading, const Lexicon *lexicon, const char *bytes) {
    analyze(reading, bytes);
    if (reading->code) return;
    reading->document = document_analyze(lexicon, &reading->text, &reading->arena);
    if (!reading->document) fail_memory(reading);
}

/* Reads to the file's end; its size is a hint that need not be true (a pipe has none). */
static char *read_stream(Reading *reading, FILE *file, size_t expected) {
    size_t capacity = expected + 1, size = 0;
    char *bytes = arena_take(&reading->arena, capacity + 1);
    while (bytes) {
        size += fread(bytes + size, 1, capacity - size, file);
        if (ferror(file)) {
            fail_system(reading, errno);
            return NULL;
        }
        if (size < capacity) break;
        if (size > TEXT_SIZE_LIMIT) break; /* text_decode refuses it with its reason */
        char *larger = arena_take(&reading->arena, capacity * 2 + 1);
        if (larger) memcpy(larger, bytes, size);
        bytes = larger;
        capacity *= 2;
    }
    if (!bytes) {
        fail_memory(reading);
        return NULL;
    }
    bytes[size] = '\0';
    reading->size = size;
    return bytes;
}

static void read_file(Reading *reading, const Lexicon *lexicon, const char *path) {
    const bool standard_input = strcmp(path, "-") == 0;
    FILE *file = standard_input ? stdin : fopen(path, "rb");
    if (!file) {
        fail_system(reading, errno);
        return;
    }
    struct stat status;
    size_t expected = 0;
    if (fstat(fileno(file), &status) == 0) {
        if (S_ISDIR(status.st_mode)) errno = EISDIR;
        if (S_ISREG(status.st_mode) && status.st_size > 0) expected = (size_t)status.st_size;
        reading->modified = (int64_t)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec;
    }
    char *bytes = NULL;
    if (expected > TEXT_SIZE_LIMIT) {
        reading->size = expected;
        reading->code = "EFBIG";
        reading->error.byte = TEXT_SIZE_LIMIT;
        snprintf(reading->error.reason, sizeof reading->error.reason, "longer than 512 MiB; split the file");
    } else {
        bytes = read_stream(reading, file, expected);
    }
    if (!standard_input) fclose(file);
    if (bytes) finish(reading, lexicon, bytes);
}

Reading *reading_of_file(const Lexicon *lexicon, const char *path) {
    Reading *reading = new_reading();
    if (reading) read_file(reading, lexicon, path);
    return reading;
}

Reading *reading_of_bytes(const Lexicon *lexicon, const char *bytes, size_t size) {
    Reading *reading = new_reading();
    if (!reading) return NULL;
    reading->size = size;
    const char *copy = arena_copy(&reading->arena, bytes, size);
    if (copy)
        finish(reading, lexicon, copy);
    else
        fail_memory(reading);
    return reading;
}

void reading_free(Reading *reading) {
    if (!reading) return;
    arena_free(&reading->arena);
    free(reading);
}

/* ==} */

/* {== The thread ============================================================ */

struct Reader {
    const Lexicon *lexicon;
    Arena arena; /* the paths */
    const char **paths;
    size_t count;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    Reading *queue[QUEUE_LIMIT]; /* a ring; NULL stands for a reading that memory did not allow */
    size_t first, waiting, bytes;
    size_t fetched;
    bool stopped;
};

static size_t cost(const Reading *reading) {
    return reading ? reading->arena.total : 0;
}

static bool is_full(const Reader *reader) {
    return reader->waiting == QUEUE_LIMIT || (reader->waiting > 0 && reader->bytes > QUEUE_BYTES);
}

/* False when the reader was stopped meanwhile; the reading is then freed. */
static bool enqueue(Reader *reader, Reading *reading) {
    pthread_mutex_lock(&reader->mutex);
    while (is_full(reader) && !reader->stopped) pthread_cond_wait(&reader->changed, &reader->mutex);
    const bool wanted = !reader->stopped;
    if (wanted) {
        reader->queue[(reader->first + reader->waiting) % QUEUE_LIMIT] = reading;
        reader->waiting++;
        reader->bytes += cost(reading);
        pthread_cond_broadcast(&reader->changed);
    }
    pthread_mutex_unlock(&reader->mutex);
    if (!wanted) reading_free(reading);
    return wanted;
}

static void *work(void *argument) {
    Reader *reader = argument;
    for (size_t index = 0; index < reader->count; index++)
        if (!enqueue(reader, reading_of_file(reader->lexicon, reader->paths[index]))) break;
    return NULL;
}

static bool copy_paths(Reader *reader, const char *const *paths, size_t count) {
    reader->paths = arena_take_array(&reader->arena, count + 1, sizeof *reader->paths);
    if (!reader->paths) return false;
    for (size_t index = 0; index < count; index++) {
        reader->paths[index] = arena_copy(&reader->arena, paths[index], strlen(paths[index]));
        if (!reader->paths[index]) return false;
    }
    reader->count = count;
    return true;
}

/* Starts what must be undone if the next step fails, in the order of undoing. */
static bool start_thread(Reader *reader) {
    if (pthread_mutex_init(&reader->mutex, NULL) != 0) return false;
    if (pthread_cond_init(&reader->changed, NULL) == 0) {
        if (pthread_create(&reader->thread, NULL, work, reader) == 0) return true;
        pthread_cond_destroy(&reader->changed);
    }
    pthread_mutex_destroy(&reader->mutex);
    return false;
}

Reader *reader_new(const Lexicon *lexicon, const char *const *paths, size_t count) {
    Reader *reader = calloc(1, sizeof *reader);
    if (!reader) return NULL;
    arena_init(&reader->arena);
    reader->lexicon = lexicon;
    if (copy_paths(reader, paths, count) && start_thread(reader)) return reader;
    arena_free(&reader->arena);
    free(reader);
    return NULL;
}

bool reader_next(Reader *reader, Reading **reading) {
    if (reader->fetched == reader->count) return false;
    pthread_mutex_lock(&reader->mutex);
    while (reader->waiting == 0) pthread_cond_wait(&reader->changed, &reader->mutex);
    *reading = reader->queue[reader->first];
    reader->first = (reader->first + 1) % QUEUE_LIMIT;
    reader->waiting--;
    reader->bytes -= cost(*reading);
    reader->fetched++;
    pthread_cond_broadcast(&reader->changed);
    pthread_mutex_unlock(&reader->mutex);
    return true;
}

void reader_free(Reader *reader) {
    if (!reader) return;
    pthread_mutex_lock(&reader->mutex);
    reader->stopped = true;
    pthread_cond_broadcast(&reader->changed);
    pthread_mutex_unlock(&reader->mutex);
    pthread_join(reader->thread, NULL);
    while (reader->waiting) {
        reading_free(reader->queue[reader->first]);
        reader->first = (reader->first + 1) % QUEUE_LIMIT;
        reader->waiting--;
    }
    pthread_cond_destroy(&reader->changed);
    pthread_mutex_destroy(&reader->mutex);
    arena_free(&reader->arena);
    free(reader);
}

/* ==} */
