/*
** Matching: where in a text a phrase stands, exactly as the full-text search sees both.
*/
#ifndef policy_store_match_h
#define policy_store_match_h

#include "../policy.h"

POLICY_BEGIN

/* A place in a text: bytes, 0-based, the end not included. */
typedef struct MatchPlace {
    size_t start;
    size_t end;
} MatchPlace;

typedef enum MatchResult { MATCH_NONE, MATCH_FOUND, MATCH_NO_MEMORY } MatchResult;

/*
** Finds the first place at or after byte `from` of the text where the phrase's tokens stand in a row. A phrase without
** any letter or digit is found nowhere. Linear in the sum of the lengths.
*/
MatchResult match_find(const char *text, size_t size, const char *phrase, size_t phrase_size, size_t from,
                       MatchPlace *place);

POLICY_END

#endif
