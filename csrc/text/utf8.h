/*
** UTF-8, one character at a time.
*/
#ifndef policy_text_utf8_h
#define policy_text_utf8_h

#include "../policy.h"

/* Stands for a byte that begins no valid character. */
#define UTF8_INVALID UINT32_MAX

/*
** The character at `at`, and its length in `*length` (1 to 4). `end` bounds the text; at < end. A byte that begins no
** valid character (stray, overlong, surrogate, cut off) is UTF8_INVALID of length 1, so that a walk always ends.
*/
static inline uint32_t utf8_next(const char *at, const char *end, size_t *length) {
    const unsigned char *byte = (const unsigned char *)at;
    const size_t left = (size_t)(end - at);
    *length = 1;
    if (byte[0] < 0x80) return byte[0];
    if (left >= 2 && byte[0] >= 0xC2 && byte[0] <= 0xDF && (byte[1] & 0xC0) == 0x80) {
        *length = 2;
        return (uint32_t)(byte[0] & 0x1F) << 6 | (byte[1] & 0x3F);
    }
    if (left >= 3 && (byte[0] & 0xF0) == 0xE0 && (byte[1] & 0xC0) == 0x80 && (byte[2] & 0xC0) == 0x80) {
        const uint32_t code = (uint32_t)(byte[0] & 0x0F) << 12 | (uint32_t)(byte[1] & 0x3F) << 6 | (byte[2] & 0x3F);
        if (code < 0x800 || (code >= 0xD800 && code <= 0xDFFF)) return UTF8_INVALID;
        *length = 3;
        return code;
    }
    if (left >= 4 && (byte[0] & 0xF8) == 0xF0 && (byte[1] & 0xC0) == 0x80 && (byte[2] & 0xC0) == 0x80 &&
        (byte[3] & 0xC0) == 0x80) {
        const uint32_t code = (uint32_t)(byte[0] & 0x07) << 18 | (uint32_t)(byte[1] & 0x3F) << 12 |
                              (uint32_t)(byte[2] & 0x3F) << 6 | (byte[3] & 0x3F);
        if (code < 0x10000 || code > 0x10FFFF) return UTF8_INVALID;
        *length = 4;
        return code;
    }
    return UTF8_INVALID;
}

#endif
