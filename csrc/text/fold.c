#include <string.h>
#include <utf8proc.h>

#include "fold.h"
#include "utf8.h"

enum { FOLD_OPTIONS = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE };

/* What most of a Chinese text consists of, none of which joins: spares the look into utf8proc's tables. */
static bool is_common(uint32_t code) {
    return code < 0xAD || (code >= 0x3400 && code <= 0x9FFF) || (code >= 0x3000 && code <= 0x3029) ||
           (code >= 0xFF01 && code <= 0xFF9D) || (code >= 0x2010 && code <= 0x2027);
}

/* Hangul's vowels and final consonants are letters that compose with what stands before them, in all their forms. */
static bool is_hangul_part(uint32_t code) {
    return (code >= 0x1160 && code <= 0x11FF) || (code >= 0x3131 && code <= 0x318E) ||
           (code >= 0xFFA0 && code <= 0xFFDC);
}

static bool is_half_width_sound_mark(uint32_t code) {
    return code == 0xFF9E || code == 0xFF9F;
}

bool text_joins(uint32_t code) {
    if (is_common(code)) return false;
    if (code > 0x10FFFF) return false;
    if (is_hangul_part(code) || is_half_width_sound_mark(code)) return true;
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)code);
    return property->ignorable || property->category == UTF8PROC_CATEGORY_MN ||
           property->category == UTF8PROC_CATEGORY_MC || property->category == UTF8PROC_CATEGORY_ME;
}

/* The bytes of the piece whose first character is `first` bytes long; `*characters` of them. */
static size_t piece_size(const char *at, const char *end, size_t first, size_t *characters) {
    size_t size = first;
    *characters = 1;
    while (*characters < FOLD_PIECE_LIMIT && at + size < end) {
        size_t length;
        if (!text_joins(utf8_next(at + size, end, &length))) break;
        size += length;
        ++*characters;
    }
    return size;
}

/* Folds a single character that needs no table. False when it does. */
static bool fold_common(const char *at, uint32_t code, size_t length, char *folded) {
    memcpy(folded, at, length);
    if (code < 0x80) folded[0] = (char)(code >= 'A' && code <= 'Z' ? code + 32 : code);
    return code < 0x80 || (code >= 0x4E00 && code <= 0x9FFF);
}

static size_t fold_to_unknown(char *folded) {
    memcpy(folded, "\xEF\xBF\xBD", 3);
    return 3;
}

static size_t fold_by_table(const char *at, size_t length, char *folded) {
    utf8proc_int32_t codes[FOLD_CODES];
    utf8proc_ssize_t count = utf8proc_decompose((const utf8proc_uint8_t *)at, (utf8proc_ssize_t)length, codes,
                                                FOLD_CODES, (utf8proc_option_t)FOLD_OPTIONS);
    if (count >= 0 && count <= FOLD_CODES)
        count = utf8proc_normalize_utf32(codes, count, (utf8proc_option_t)FOLD_OPTIONS);
    if (count < 0 || count > FOLD_CODES) return fold_to_unknown(folded);
    size_t size = 0;
    for (utf8proc_ssize_t i = 0; i < count; i++)
        size += (size_t)utf8proc_encode_char(codes[i], (utf8proc_uint8_t *)folded + size);
    return size;
}

size_t text_fold_piece(const char *at, const char *end, char folded[FOLD_BYTES], size_t *size) {
    size_t length, characters;
    const uint32_t code = utf8_next(at, end, &length);
    if (code == UTF8_INVALID) {
        *size = fold_to_unknown(folded);
        return length;
    }
    const size_t piece = piece_size(at, end, length, &characters);
    *size = length;
    if (characters > 1 || !fold_common(at, code, length, folded)) *size = fold_by_table(at, piece, folded);
    return piece;
}

const char *text_unicode_version(void) {
    return utf8proc_unicode_version();
}
