/*
** Decoding: the bytes of a file in, valid UTF-8 and its lines out.
**
** The text is the file's own, character for character: nothing is folded, trimmed or dropped but a byte-order mark and
** the line ends. So a line's number, a column counted in characters and a byte offset always name a place of the file as
** it is on disk.
*/
#ifndef policy_text_decode_h
#define policy_text_decode_h

#include "arena.h"

POLICY_BEGIN

/* Larger input is refused: offsets are 32 bits wide, and SQLite holds no longer text in one cell. */
#define TEXT_SIZE_LIMIT ((size_t)512 * 1024 * 1024)

/* One line, without its line end. Offsets are bytes of the decoded text. */
typedef struct TextLine {
    uint32_t start;
    uint32_t end;
    size_t byte; /* where it starts in the file on disk, 0-based */
} TextLine;

typedef struct Text {
    const char *bytes; /* valid UTF-8 without NUL and without byte-order mark; one NUL behind `size` */
    size_t size;
    TextLine *lines;
    size_t line_count;
    size_t characters;    /* code points, line ends not counted */
    const char *encoding; /* "UTF-8", "UTF-16LE", "UTF-16BE" or "GB18030"; static */
    const char *source;   /* the bytes that were decoded: a place in the file is found again in them */
    size_t source_size;
} Text;

/* Why input was refused: the byte of the file at which it goes wrong (0-based) and the reason in words. */
typedef struct TextError {
    size_t byte;
    char reason[160];
} TextError;

/*
** Decodes `size` bytes into `text`; all that is new is taken from `arena`. `bytes` must outlive `text` (UTF-8 is not
** copied) and have a NUL behind it.
** Encodings: UTF-8 with or without byte-order mark, UTF-16 with one, GB18030 (and so GBK and GB2312).
** Line ends: LF and CRLF; CR alone where the file has no LF. A last line without line end counts, an empty one does not.
** Returns false with `error` filled for: NUL bytes, broken UTF-8 or UTF-16 (unpaired surrogates), bytes in no known
** encoding, input beyond TEXT_SIZE_LIMIT, memory.
*/
bool text_decode(Text *text, Arena *arena, const char *bytes, size_t size, TextError *error);

/* The 1-based column, in characters, of byte offset `at` (in `text->bytes`) within `line`. */
uint32_t text_column(const Text *text, const TextLine *line, uint32_t at);

/* The byte of the file on disk, 0-based, at which the character at offset `at` of `line` starts. */
size_t text_source_byte(const Text *text, const TextLine *line, uint32_t at);

POLICY_END

#endif
