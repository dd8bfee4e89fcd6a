/*
** Decoding. Each encoding is tried by its own strict rules; what fits none is refused with the byte where it fails, never
** read as something that it is not.
*/
#include "decode.h"
#include "utf8.h"

#include <iconv.h>
#include <stdio.h>
#include <string.h>

static bool refuse(TextError *error, size_t byte, const char *reason) {
    error->byte = byte;
    snprintf(error->reason, sizeof error->reason, "%s", reason);
    return false;
}

static bool out_of_memory(TextError *error) {
    return refuse(error, SIZE_MAX, "not enough memory");
}

/* {== Strict UTF-8 ========================================================= */

/* The length of the longest prefix that is valid UTF-8 without NUL. */
static size_t valid_prefix(const char *bytes, size_t size) {
    const uint64_t low = 0x0101010101010101u, high = 0x8080808080808080u;
    size_t at = 0;
    while (at < size) {
        uint64_t word;
        if (size - at >= sizeof word) {
            memcpy(&word, bytes + at, sizeof word);
            /* Eight bytes of ASCII without NUL: neither a high bit, nor a borrow from a zero byte. */
            if (!((word | (word - low)) & high)) {
                at += sizeof word;
                continue;
            }
        }
        size_t length;
        const uint32_t code = utf8_next(bytes + at, bytes + size, &length);
        if (code == UTF8_INVALID || code == 0) break;
        at += length;
    }
    return at;
}

/* ==} */

/* {== GB18030 =============================================================== */

/* The bytes of the GB18030 character at `at`: 1, 2 or 4, or 0 where there is none. */
static size_t gb_length(const unsigned char *bytes, size_t left) {
    if (bytes[0] < 0x80) return bytes[0] ? 1 : 0;
    if (bytes[0] == 0x80 || bytes[0] == 0xFF || left < 2) return 0;
    if (bytes[1] >= 0x40 && bytes[1] != 0x7F && bytes[1] != 0xFF) return 2;
    const bool four = left >= 4 && bytes[1] >= 0x30 && bytes[1] <= 0x39 && bytes[2] >= 0x81 && bytes[2] <= 0xFE &&
                      bytes[3] >= 0x30 && bytes[3] <= 0x39;
    return four ? 4 : 0;
}

/*
** Whether bytes that are well-formed GB18030 are Chinese in it. Nearly any bytes are well-formed, damaged UTF-8 and Big5
** among them; but of real text's two-byte characters nearly all are punctuation or the 3,755 common Hanzi of GB 2312,
** and of those others' only a quarter.
*/
static bool gb_plausible(const unsigned char *bytes, size_t size) {
    size_t pairs = 0, common = 0;
    for (size_t at = 0; at < size; at += gb_length(bytes + at, size - at)) {
        if (bytes[at] < 0x80 || gb_length(bytes + at, size - at) != 2) continue;
        const unsigned char lead = bytes[at];
        pairs++;
        common += bytes[at + 1] >= 0xA1 && ((lead >= 0xA1 && lead <= 0xA9) || (lead >= 0xB0 && lead <= 0xD7));
    }
    return pairs > 0 && common >= pairs - pairs / 3;
}

static size_t gb_valid_prefix(const unsigned char *bytes, size_t size) {
    size_t at = 0;
    while (at < size) {
        const size_t length = gb_length(bytes + at, size - at);
        if (!length) break;
        at += length;
    }
    return at;
}

/* Three bytes of UTF-8 for two of GB18030 is the most that it grows by. */
static bool decode_gb(Text *text, Arena *arena, const char *bytes, size_t size, TextError *error) {
    const size_t room = size + size / 2 + 4;
    char *decoded = arena_take(arena, room + 1);
    if (!decoded) return out_of_memory(error);
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    if (converter == (iconv_t)-1)
        return refuse(error, SIZE_MAX, "looks like GB18030, which this system's iconv cannot convert");
    char *in = (char *)(uintptr_t)bytes, *out = decoded; /* iconv takes char **, but does not write through it */
    size_t in_left = size, out_left = room;
    const bool failed = iconv(converter, &in, &in_left, &out, &out_left) == (size_t)-1;
    iconv_close(converter);
    if (failed) return refuse(error, size - in_left, "not a GB18030 character");
    *out = '\0';
    text->bytes = decoded;
    text->size = (size_t)(out - decoded);
    text->encoding = "GB18030";
    return true;
}

/* ==} */

/* {== UTF-16 ================================================================ */

static uint32_t unit_at(const char *bytes, bool little) {
    const unsigned char *pair = (const unsigned char *)bytes;
    return little ? (uint32_t)(pair[1] << 8 | pair[0]) : (uint32_t)(pair[0] << 8 | pair[1]);
}

static char *put_utf8(char *out, uint32_t code) {
    if (code < 0x80) {
        *out++ = (char)code;
    } else if (code < 0x800) {
        *out++ = (char)(0xC0 | code >> 6);
        *out++ = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        *out++ = (char)(0xE0 | code >> 12);
        *out++ = (char)(0x80 | (code >> 6 & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    } else {
        *out++ = (char)(0xF0 | code >> 18);
        *out++ = (char)(0x80 | (code >> 12 & 0x3F));
        *out++ = (char)(0x80 | (code >> 6 & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    }
    return out;
}

/* `bytes` starts behind the byte-order mark, which errors count. */
static bool decode_utf16(Text *text, Arena *arena, const char *bytes, size_t size, bool little, TextError *error) {
    char *decoded = arena_take(arena, size / 2 * 3 + 1);
    if (!decoded) return out_of_memory(error);
    char *out = decoded;
    for (size_t at = 0; at < size; at += 2) {
        if (size - at < 2) return refuse(error, at + 2, "half a UTF-16 character at the end");
        uint32_t code = unit_at(bytes + at, little);
        if (code == 0) return refuse(error, at + 2, "a NUL character: this is no text");
        if (code >= 0xD800 && code <= 0xDFFF) {
            const uint32_t low = code <= 0xDBFF && size - at >= 4 ? unit_at(bytes + at + 2, little) : 0;
            if (low < 0xDC00 || low > 0xDFFF) return refuse(error, at + 2, "an unpaired UTF-16 surrogate");
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            at += 2;
        }
        out = put_utf8(out, code);
    }
    *out = '\0';
    text->bytes = decoded;
    text->size = (size_t)(out - decoded);
    text->encoding = little ? "UTF-16LE" : "UTF-16BE";
    return true;
}

/* ==} */

/* {== Lines and places ====================================================== */

/* How many bytes of the file the characters from `start` to `end` of `text` take, the first standing at `byte` there. */
static size_t source_length(const Text *text, size_t byte, uint32_t start, uint32_t end) {
    if (text->encoding[0] == 'U' && text->encoding[4] == '8') return end - start;
    const bool gb = text->encoding[0] == 'G';
    size_t total = 0, length;
    for (uint32_t at = start; at < end; at += (uint32_t)length) {
        const uint32_t code = utf8_next(text->bytes + at, text->bytes + text->size, &length);
        if (gb)
            total += gb_length((const unsigned char *)text->source + byte + total, text->source_size - byte - total);
        else
            total += code < 0x10000 ? 2 : 4;
    }
    return total;
}

/* Every byte but the continuation bytes 10xxxxxx begins a character; eight are looked at in one word. */
static size_t count_characters(const char *bytes, size_t size) {
    const uint64_t ones = 0x0101010101010101u;
    size_t continued = 0, at = 0;
    for (uint64_t word; size - at >= sizeof word; at += sizeof word) {
        memcpy(&word, bytes + at, sizeof word);
        const uint64_t marked = (word >> 7) & ~(word >> 6) & ones;
        continued += (size_t)((marked * ones) >> 56);
    }
    for (; at < size; at++) continued += ((unsigned char)bytes[at] & 0xC0) == 0x80;
    return size - continued;
}

static size_t count_byte(const char *bytes, size_t size, char wanted) {
    size_t count = 0;
    for (const char *end = bytes + size; (bytes = memchr(bytes, wanted, (size_t)(end - bytes))); bytes++) count++;
    return count;
}

/* `byte` is where the text starts in the file: behind a byte-order mark. */
static bool split_lines(Text *text, Arena *arena, size_t byte, TextError *error) {
    size_t ends = count_byte(text->bytes, text->size, '\n');
    const char end = ends ? '\n' : '\r';
    if (!ends) ends = count_byte(text->bytes, text->size, '\r');
    text->lines = arena_take_array(arena, ends + 1, sizeof *text->lines);
    if (!text->lines) return out_of_memory(error);
    text->characters = 0;
    for (uint32_t start = 0; start < text->size;) {
        const char *found = memchr(text->bytes + start, end, text->size - start);
        const uint32_t stop = found ? (uint32_t)(found - text->bytes) : (uint32_t)text->size;
        TextLine *line = &text->lines[text->line_count++];
        *line = (TextLine){start, stop, byte};
        if (found && end == '\n' && stop > start && text->bytes[stop - 1] == '\r') line->end--;
        text->characters += count_characters(text->bytes + start, line->end - start);
        const uint32_t next = found ? stop + 1 : stop;
        byte += source_length(text, byte, start, next);
        start = next;
    }
    return true;
}

uint32_t text_column(const Text *text, const TextLine *line, uint32_t at) {
    return (uint32_t)count_characters(text->bytes + line->start, at - line->start) + 1;
}

size_t text_source_byte(const Text *text, const TextLine *line, uint32_t at) {
    return line->byte + source_length(text, line->byte, line->start, at);
}

/* ==} */

static bool decode_unmarked(Text *text, Arena *arena, const char *bytes, size_t size, TextError *error) {
    const size_t valid = valid_prefix(bytes, size);
    if (valid == size) {
        text->bytes = bytes;
        text->size = size;
        text->encoding = "UTF-8";
        return true;
    }
    if (memchr(bytes, '\0', size)) {
        const size_t nul = (size_t)((const char *)memchr(bytes, '\0', size) - bytes);
        return refuse(error, nul, "a NUL byte: this is no text, or UTF-16 without a byte-order mark");
    }
    const size_t gb_valid = gb_valid_prefix((const unsigned char *)bytes, size);
    if (gb_valid == size && gb_plausible((const unsigned char *)bytes, size))
        return decode_gb(text, arena, bytes, size, error);
    /* The encoding that explains more of the file is the one that is broken. */
    if (gb_valid > valid && gb_valid < size && gb_plausible((const unsigned char *)bytes, gb_valid))
        return refuse(error, gb_valid, "not a GB18030 character, though all before it is GB18030");
    return refuse(error, valid,
                  gb_valid == size ? "not UTF-8, nor Chinese when read as GB18030; convert the file to UTF-8"
                                   : "neither UTF-8 nor GB18030, nor UTF-16 with a byte-order mark");
}

bool text_decode(Text *text, Arena *arena, const char *bytes, size_t size, TextError *error) {
    *text = (Text){.source = bytes, .source_size = size};
    *error = (TextError){0};
    if (size > TEXT_SIZE_LIMIT) return refuse(error, TEXT_SIZE_LIMIT, "longer than 512 MiB; split the file");
    size_t mark = 0;
    bool decoded;
    if (size >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0)) {
        mark = 2;
        decoded = decode_utf16(text, arena, bytes + mark, size - mark, bytes[0] == '\xFF', error);
    } else {
        if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) mark = 3;
        decoded = decode_unmarked(text, arena, bytes + mark, size - mark, error);
        if (!decoded && error->byte != SIZE_MAX) error->byte += mark;
    }
    return decoded && split_lines(text, arena, mark, error);
}
