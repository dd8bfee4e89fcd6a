#include "binding.h"

#include <string.h>

typedef struct LexiconBox {
    Lexicon *lexicon; /* NULL until it is compiled */
} LexiconBox;

const Lexicon *binding_check_lexicon(lua_State *L, int argument) {
    const LexiconBox *box = luaL_checkudata(L, argument, LEXICON_TYPE);
    return box->lexicon;
}

static int lexicon_collect(lua_State *L) {
    LexiconBox *box = luaL_checkudata(L, 1, LEXICON_TYPE);
    lexicon_free(box->lexicon);
    box->lexicon = NULL;
    return 0;
}

/* {== The words ============================================================ */

/* Where the table of categories stands while it is read. */
enum { CATEGORIES_INDEX = 1 };

typedef struct Words {
    LexiconWord *words; /* NULL while they are only counted */
    size_t count;
} Words;

/* The category named by the string at `index`. */
static LexiconCategory check_category(lua_State *L, int index) {
    if (lua_type(L, index) == LUA_TSTRING) {
        const char *name = lua_tostring(L, index);
        for (int i = 0; i < LEXICON_CATEGORIES; i++)
            if (strcmp(lexicon_category_names[i], name) == 0) return (LexiconCategory)i;
        return (LexiconCategory)luaL_error(L, "lexicon: there is no category '%s'", name);
    }
    return (LexiconCategory)luaL_error(L, "lexicon: a category is named by a string, not by a %s",
                                       luaL_typename(L, index));
}

/* The string at `index`, which is a word of that category or its value. */
static const char *check_string(lua_State *L, int index, LexiconCategory category, size_t *length) {
    if (lua_type(L, index) != LUA_TSTRING)
        luaL_error(L, "lexicon: category '%s' holds a %s where a string is expected", lexicon_category_names[category],
                   luaL_typename(L, index));
    return lua_tolstring(L, index, length);
}

/* Reads the pair on top of the stack: position and word, or word and value. */
static LexiconWord check_word(lua_State *L, LexiconCategory category) {
    LexiconWord word = {.category = category};
    size_t length;
    if (lua_isinteger(L, -2)) {
        word.text = check_string(L, -1, category, &word.length);
        return word;
    }
    word.text = check_string(L, -2, category, &word.length);
    word.value = check_string(L, -1, category, &length);
    if (strlen(word.value) != length)
        luaL_error(L, "lexicon: category '%s', word '%s': its value has a NUL byte in it",
                   lexicon_category_names[category], word.text);
    return word;
}

/* Reads one category, the table on top of the stack. */
static void read_category(lua_State *L, LexiconCategory category, Words *words, size_t capacity) {
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        const LexiconWord word = check_word(L, category);
        if (words->words != NULL && words->count < capacity) words->words[words->count] = word;
        words->count++;
    }
}

static void read_words(lua_State *L, Words *words, size_t capacity) {
    words->count = 0;
    for (lua_pushnil(L); lua_next(L, CATEGORIES_INDEX); lua_pop(L, 1)) {
        const LexiconCategory category = check_category(L, -2);
        if (!lua_istable(L, -1))
            luaL_error(L, "lexicon: category '%s' is a %s where a table is expected", lexicon_category_names[category],
                       luaL_typename(L, -1));
        read_category(L, category, words, capacity);
    }
}

static int refuse_word(lua_State *L, const LexiconWord *word) {
    lua_pushlstring(L, word->text, word->length);
    return luaL_error(L, "lexicon: category '%s', word '%s': 1 to %d characters of UTF-8 expected",
                      lexicon_category_names[word->category], lua_tostring(L, -1), LEXICON_WORD_LIMIT);
}

/* ==} */

int binding_lexicon(lua_State *L) {
    Words words = {0};
    size_t bad;
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    luaL_checkstack(L, 10, NULL);
    read_words(L, &words, 0);
    const size_t capacity = words.count;
    words.words = lua_newuserdatauv(L, (capacity + 1) * sizeof *words.words, 0);
    LexiconBox *box = lua_newuserdatauv(L, sizeof *box, 0);
    box->lexicon = NULL;
    luaL_setmetatable(L, LEXICON_TYPE);
    read_words(L, &words, capacity);
    if (words.count != capacity) return luaL_error(L, "lexicon: its tables change while they are read");
    box->lexicon = lexicon_new(words.words, words.count, &bad);
    if (box->lexicon != NULL) return 1;
    return bad < words.count ? refuse_word(L, &words.words[bad]) : luaL_error(L, "not enough memory");
}

void binding_register_lexicon(lua_State *L) {
    static const luaL_Reg metamethods[] = {{"__gc", lexicon_collect}, {NULL, NULL}};
    binding_new_type(L, LEXICON_TYPE, metamethods, NULL);
}
