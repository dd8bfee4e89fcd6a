/*
** Dates as documents write them: 2021年10月17日, 二〇二一年十月十七日, 2021-10-17, 2021.10.17, 9月3日至4日.
*/
#ifndef policy_analysis_date_h
#define policy_analysis_date_h

#include "analysis.h"

POLICY_BEGIN

typedef struct Date {
    uint32_t year, month, day; /* 0 where not given; one of year and month is */
    uint32_t start, end;       /* bytes of the text; of a range 9月3日至4日 the first date */
} Date;

/* Reads the date with which `span` begins. */
bool date_read(const Text *text, Span span, Date *date);

/* Finds the first date in `span`. */
bool date_find(const Text *text, Span span, Date *date);

/* ISO 8601: 2021-10-17, 2021-10, 2021; --09-03 without a year. NULL when memory is out. */
const char *date_text(const Date *date, Arena *arena);

POLICY_END

#endif
