#include <utf8proc.h>

#include "utf8.h"
#include "width.h"

static size_t character_width(uint32_t code) {
    if (code >= 0x20 && code < 0x7F) return 1;
    if (code == UTF8_INVALID) return 1;
    /* Ideographs all of them, also those that are newer than utf8proc's tables. */
    if ((code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x20000 && code <= 0x3FFFD)) return 2;
    if (utf8proc_get_property((utf8proc_int32_t)code)->ignorable) return 0;
    return (size_t)utf8proc_charwidth((utf8proc_int32_t)code);
}

size_t text_width(const char *bytes, size_t size) {
    const char *end = bytes + size;
    size_t columns = 0, length;
    for (const char *at = bytes; at < end; at += length) columns += character_width(utf8_next(at, end, &length));
    return columns;
}
