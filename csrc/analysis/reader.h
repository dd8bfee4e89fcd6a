/*
** The reader: a thread that reads, decodes and analyses files ahead of the one who stores them.
**
** Analysis and the writing of SQLite take about as long as each other; side by side on two cores an import costs only
** the longer of the two. Results come in the order of the files. The queue is bounded, so memory is too.
*/
#ifndef policy_analysis_reader_h
#define policy_analysis_reader_h

#include "analysis.h"

POLICY_BEGIN

/* One file's result. Owns its arena; the receiver frees it with reading_free. */
typedef struct Reading {
    Arena arena;
    Text text;
    Document *document; /* NULL when the file was refused */
    size_t size;        /* bytes of the file on disk */
    int64_t modified;   /* nanoseconds since 1970 */
    TextError error;  /* why it was refused; `byte` is SIZE_MAX where no byte is to blame (cannot be opened, memory) */
    const char *code; /* "ENOENT" and the like for what the system refused, "EILSEQ" for undecodable bytes, "ENOMEM" */
} Reading;

typedef struct Reader Reader;

/*
** Starts a thread that works through `count` paths (copied; "-" is standard input). `lexicon` must outlive the reader.
** NULL when memory or threads are out.
*/
Reader *reader_new(const Lexicon *lexicon, const char *const *paths, size_t count);

/*
** The next file's result, in order; waits for it. False after the last one. `*reading` is NULL where memory did not even
** allow to say what went wrong.
*/
bool reader_next(Reader *reader, Reading **reading);

/* Stops the thread at the next file and frees what was not fetched. May be called at any time; NULL is fine. */
void reader_free(Reader *reader);

/* Reads, decodes and analyses one file (or, with `bytes`, a text at hand that is copied) in the caller's thread. */
Reading *reading_of_file(const Lexicon *lexicon, const char *path);
Reading *reading_of_bytes(const Lexicon *lexicon, const char *bytes, size_t size);
void reading_free(Reading *reading);

POLICY_END

#endif
