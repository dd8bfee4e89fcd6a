/*
** A place in a text that moves on as characters are read: what the readers of marks, dates and numbers share.
*/
#ifndef policy_analysis_cursor_h
#define policy_analysis_cursor_h

#include "line.h"

typedef struct Cursor {
    const Text *text;
    uint32_t at, end;
} Cursor;

/* The character at the cursor, 0 at the end. */
static inline uint32_t cursor_peek(const Cursor *cursor) {
    size_t length;
    return cursor->at < cursor->end ? span_character(cursor->text, cursor->at, cursor->end, &length) : 0;
}

/* The same, and the cursor moves behind it. */
static inline uint32_t cursor_take(Cursor *cursor) {
    size_t length;
    if (cursor->at >= cursor->end) return 0;
    const uint32_t code = span_character(cursor->text, cursor->at, cursor->end, &length);
    cursor->at += (uint32_t)length;
    return code;
}

static inline void cursor_skip_blanks(Cursor *cursor) {
    while (character_is_blank(cursor_peek(cursor))) (void)cursor_take(cursor);
}

#endif
