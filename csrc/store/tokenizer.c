#include <string.h>
#include <utf8proc.h>

#include "../text/fold.h"
#include "../text/utf8.h"
#include "tokenizer.h"

/* One CJK character, folded, with its marks. */
typedef struct Character {
    const char *bytes;
    size_t size; /* 0 where there is none */
    size_t start;
    size_t end;
} Character;

typedef struct Walk {
    const char *text;
    const char *end;
    TokenVisitor *visit;
    void *context;
    bool query;
    int result;     /* SQLITE_OK until `visit` says otherwise; then no more tokens are given */
    Character last; /* the run's last character so far, whose successor is awaited */
    bool lone;      /* it is the run's only one */
    Character owed; /* query: the last character of a run that has ended; given when another token follows */
    Character word; /* the word so far; its bytes are `word_bytes` */
    char last_bytes[TOKENIZER_CHARACTER_LIMIT]; /* holds `last` where the text itself does not */
    char owed_bytes[TOKENIZER_CHARACTER_LIMIT];
    char word_bytes[TOKENIZER_WORD_LIMIT];
} Walk;

typedef enum CharacterClass { CLASS_SEPARATOR, CLASS_WORD, CLASS_MARK, CLASS_CJK } CharacterClass;

/* {== Classes ============================================================== */

static bool is_within(uint32_t code, uint32_t first, uint32_t last) {
    return code >= first && code <= last;
}

/* Han with radicals, strokes and iteration marks, kana, bopomofo, Hangul. Asked about folded characters only. */
static bool is_cjk(uint32_t code) {
    if (code < 0x1100) return false;
    if (is_within(code, 0x3400, 0x4DBF) || is_within(code, 0x4E00, 0x9FFF)) return true;
    if (is_within(code, 0x3041, 0x3096) || is_within(code, 0x309D, 0x30FA) || is_within(code, 0x30FC, 0x318E))
        return true;
    if (is_within(code, 0xAC00, 0xD7FF) || is_within(code, 0xF900, 0xFAFF)) return true;
    if (is_within(code, 0x3005, 0x3007) || is_within(code, 0x3021, 0x3029)) return true;
    if (is_within(code, 0x3031, 0x3035) || is_within(code, 0x3038, 0x303C)) return true;
    if (is_within(code, 0x3190, 0x31EF) || is_within(code, 0x31F0, 0x31FF) || is_within(code, 0x2E80, 0x2FD5))
        return true;
    if (is_within(code, 0x1100, 0x11FF) || is_within(code, 0xA960, 0xA97F)) return true;
    return is_within(code, 0x1AFF0, 0x1B16F) || is_within(code, 0x20000, 0x3FFFD);
}

static bool is_ascii_word(uint32_t code) {
    return is_within(code, '0', '9') || is_within(code | 0x20, 'a', 'z');
}

static CharacterClass class_by_category(uint32_t code) {
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
    case UTF8PROC_CATEGORY_CO: return CLASS_WORD; /* private use: rare ideographs in text that was GBK */
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME: return CLASS_MARK;
    default: return CLASS_SEPARATOR;
    }
}

static CharacterClass class_of(uint32_t code) {
    if (code < 0x80) return is_ascii_word(code) ? CLASS_WORD : CLASS_SEPARATOR;
    return is_cjk(code) ? CLASS_CJK : class_by_category(code);
}

/* ==} */

/* {== Tokens out =========================================================== */

static void emit(Walk *walk, const Token *token) {
    if (walk->result == SQLITE_OK) walk->result = walk->visit(walk->context, token);
}

static void emit_one(Walk *walk, const Character *character, bool lone) {
    const Token token = {.bytes = character->bytes,
                         .size = character->size,
                         .start = character->start,
                         .end = character->end,
                         .first_end = character->end,
                         .lone = lone};
    emit(walk, &token);
}

static void emit_owed(Walk *walk) {
    if (walk->owed.size == 0) return;
    emit_one(walk, &walk->owed, true);
    walk->owed.size = 0;
}

/* Mostly the two characters stand side by side in the text, and their bytes are the token as they are. */
static void emit_pair(Walk *walk, const Character *first, const Character *second) {
    char joined[2 * TOKENIZER_CHARACTER_LIMIT];
    Token token = {.bytes = first->bytes,
                   .size = first->size + second->size,
                   .start = first->start,
                   .end = second->end,
                   .first_end = first->end};
    if (first->bytes + first->size != second->bytes) {
        memcpy(joined, first->bytes, first->size);
        memcpy(joined + first->size, second->bytes, second->size);
        token.bytes = joined;
    }
    emit(walk, &token);
}

static void end_word(Walk *walk) {
    if (walk->word.size == 0) return;
    emit_owed(walk);
    emit_one(walk, &walk->word, false);
    walk->word.size = 0;
}

static void end_run(Walk *walk) {
    if (walk->last.size == 0) return;
    if (!walk->query || walk->lone) {
        emit_owed(walk);
        emit_one(walk, &walk->last, true);
    } else {
        walk->owed = walk->last;
        if (walk->last.bytes == walk->last_bytes) {
            memcpy(walk->owed_bytes, walk->last_bytes, walk->last.size);
            walk->owed.bytes = walk->owed_bytes;
        }
    }
    walk->last.size = 0;
}

static void take_separator(Walk *walk) {
    end_word(walk);
    end_run(walk);
}

/* `character` becomes the run's last one; `copied` when its bytes are not those of the text. */
static void take_cjk(Walk *walk, const Character *character, bool copied) {
    end_word(walk);
    walk->lone = walk->last.size == 0;
    if (!walk->lone) {
        emit_owed(walk);
        emit_pair(walk, &walk->last, character);
    }
    walk->last = *character;
    if (copied) walk->last.bytes = memcpy(walk->last_bytes, character->bytes, character->size);
}

static void take_letter(Walk *walk, const Character *letter) {
    end_run(walk);
    if (walk->word.size + letter->size > TOKENIZER_WORD_LIMIT) end_word(walk);
    if (walk->word.size == 0) walk->word.start = letter->start;
    memcpy(walk->word_bytes + walk->word.size, letter->bytes, letter->size);
    walk->word.size += letter->size;
    walk->word.end = letter->end;
}

/* ==} */

/* {== Text in ============================================================== */

/* Whether the character at `at` belongs to the one before it. Most lead bytes tell by themselves. */
static bool is_joined(const Walk *walk, const char *at) {
    if (at == walk->end) return false;
    const unsigned char byte = (unsigned char)*at;
    if (byte < 0xC2 || (byte >= 0xE4 && byte <= 0xE9)) return false;
    size_t length;
    return text_joins(utf8_next(at, walk->end, &length));
}

/* The bytes of the marks at `at`, as far as `room` has place for them. */
static size_t marks_size(const char *at, const char *end, size_t room) {
    size_t size = 0, length;
    while (at + size < end && class_of(utf8_next(at + size, end, &length)) == CLASS_MARK && size + length <= room)
        size += length;
    return size;
}

/* Takes what a piece of the text, start..end, folds to. */
static void take_folded(Walk *walk, const char *folded, size_t size, size_t start, size_t end) {
    const char *folded_end = folded + size;
    for (const char *at = folded; at < folded_end;) {
        Character character = {.bytes = at, .start = start, .end = end};
        switch (class_of(utf8_next(at, folded_end, &character.size))) {
        case CLASS_CJK:
            character.size += marks_size(at + character.size, folded_end, TOKENIZER_CHARACTER_LIMIT - character.size);
            take_cjk(walk, &character, true);
            break;
        case CLASS_WORD:
        case CLASS_MARK: take_letter(walk, &character); break;
        default: take_separator(walk); break;
        }
        at += character.size;
    }
}

/* Any piece at all, by the tables. Returns the bytes of the text that it covers. */
static size_t take_piece(Walk *walk, const char *at) {
    char folded[FOLD_BYTES];
    size_t size;
    const size_t start = (size_t)(at - walk->text);
    const size_t covered = text_fold_piece(at, walk->end, folded, &size);
    take_folded(walk, folded, size, start, start + covered);
    return covered;
}

static void take_ascii(Walk *walk, uint32_t code, size_t start, size_t length) {
    if (!is_ascii_word(code)) {
        take_separator(walk);
        return;
    }
    const char folded = (char)(code >= 'A' && code <= 'Z' ? code | 0x20 : code);
    const Character letter = {.bytes = &folded, .size = 1, .start = start, .end = start + length};
    take_letter(walk, &letter);
}

/* Punctuation of Chinese text that folds to nothing but punctuation. */
static bool is_common_separator(uint32_t code) {
    return is_within(code, 0x3000, 0x3003) || is_within(code, 0x3008, 0x3011) || is_within(code, 0x3014, 0x301B) ||
           is_within(code, 0x2013, 0x2016) || is_within(code, 0x2018, 0x2026);
}

/* Whether one of U+4E00 to U+9FFF stands at `at`: three bytes each, which fold to themselves. */
static bool is_common_han(const char *at, const char *end) {
    if (end - at < 3) return false;
    const unsigned char *byte = (const unsigned char *)at;
    return byte[0] >= 0xE4 && byte[0] <= 0xE9 && (byte[1] & 0xC0) == 0x80 && (byte[2] & 0xC0) == 0x80 &&
           (byte[0] != 0xE4 || byte[1] >= 0xB8);
}

/* Takes such characters as long as nothing joins them; most of a text goes this way. Returns 0 when there is none. */
static size_t take_han(Walk *walk, const char *at) {
    if (!is_common_han(at, walk->end) || is_joined(walk, at + 3)) return 0;
    Character character = {.bytes = at, .size = 3, .start = (size_t)(at - walk->text)};
    character.end = character.start + 3;
    take_cjk(walk, &character, false);
    const char *next = at + 3;
    for (; walk->result == SQLITE_OK && is_common_han(next, walk->end) && !is_joined(walk, next + 3); next += 3) {
        const size_t start = character.start;
        const Token token = {
            .bytes = character.bytes, .size = 6, .start = start, .end = start + 6, .first_end = start + 3};
        if (walk->owed.size != 0) emit_owed(walk);
        emit(walk, &token);
        character.bytes = next;
        character.start += 3;
    }
    character.end = character.start + 3;
    if (next > at + 3) walk->lone = false;
    walk->last = character;
    return (size_t)(next - at);
}

/* Other common characters, without the tables. Returns 0 when `at` is none of them. */
static size_t take_common(Walk *walk, const char *at) {
    size_t length;
    const size_t start = (size_t)(at - walk->text);
    const uint32_t code = utf8_next(at, walk->end, &length);
    if (code == UTF8_INVALID || is_joined(walk, at + length)) return 0;
    if (code < 0x80) {
        take_ascii(walk, code, start, length);
    } else if (is_within(code, 0xFF01, 0xFF5E)) {
        take_ascii(walk, code - 0xFEE0, start, length);
    } else if (is_common_separator(code)) {
        take_separator(walk);
    } else {
        return 0;
    }
    return length;
}

static size_t take_next(Walk *walk, const char *at) {
    size_t taken = take_han(walk, at);
    if (taken == 0) taken = take_common(walk, at);
    return taken != 0 ? taken : take_piece(walk, at);
}

int tokenizer_walk(const char *text, size_t size, bool query, TokenVisitor *visit, void *context) {
    Walk walk;
    walk.text = text;
    walk.end = text + size;
    walk.visit = visit;
    walk.context = context;
    walk.query = query;
    walk.result = SQLITE_OK;
    walk.last.size = walk.owed.size = walk.word.size = 0;
    walk.word.bytes = walk.word_bytes;
    for (const char *at = text; at < walk.end && walk.result == SQLITE_OK;) at += take_next(&walk, at);
    take_separator(&walk);
    return walk.result;
}

bool tokenizer_restarts(const char *text, size_t size, size_t at) {
    if (at == 0 || at >= size) return true;
    size_t length;
    const uint32_t code = utf8_next(text + at, text + size, &length);
    return is_within(code, 0x4E00, 0x9FFF) || (code < 0x80 && !is_ascii_word(code));
}

/* ==} */

/* {== FTS5 ================================================================= */

typedef int FtsVisitor(void *context, int flags, const char *token, int size, int start, int end);

typedef struct FtsTarget {
    FtsVisitor *visit;
    void *context;
} FtsTarget;

/* FTS5 hands in lengths as int, so that all that comes of them fits an int. */
static int give_to_fts(void *context, const Token *token) {
    const FtsTarget *target = context;
    return target->visit(target->context, 0, token->bytes, (int)token->size, (int)token->start, (int)token->end);
}

static int fts_tokenize(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int size,
                        FtsVisitor *visit) {
    (void)tokenizer;
    FtsTarget target = {visit, context};
    return tokenizer_walk(text, (size_t)size, (flags & FTS5_TOKENIZE_QUERY) != 0, give_to_fts, &target);
}

/* The tokenizer has no state and takes no arguments. FTS5 asks only that the handle is not NULL. */
static int fts_create(void *context, const char **arguments, int count, Fts5Tokenizer **tokenizer) {
    static const char handle;
    (void)context;
    (void)arguments;
    *tokenizer = (Fts5Tokenizer *)(uintptr_t)&handle;
    return count == 0 ? SQLITE_OK : SQLITE_ERROR;
}

static void fts_delete(Fts5Tokenizer *tokenizer) {
    (void)tokenizer;
}

static int fts_api(sqlite3 *connection, fts5_api **api) {
    sqlite3_stmt *statement = NULL;
    *api = NULL;
    int result = sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, NULL);
    if (result == SQLITE_OK) result = sqlite3_bind_pointer(statement, 1, (void *)api, "fts5_api_ptr", NULL);
    if (result == SQLITE_OK) sqlite3_step(statement);
    const int finalized = sqlite3_finalize(statement);
    return result == SQLITE_OK ? finalized : result;
}

int tokenizer_register(sqlite3 *connection) {
    fts5_tokenizer methods = {fts_create, fts_delete, fts_tokenize};
    fts5_api *api;
    const int result = fts_api(connection, &api);
    if (result != SQLITE_OK) return result;
    if (api == NULL || api->iVersion < 2) return SQLITE_MISUSE;
    return api->xCreateTokenizer(api, TOKENIZER_NAME, NULL, &methods, NULL);
}

/* ==} */
