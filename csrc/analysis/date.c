#include "date.h"
#include "cursor.h"
#include "mark.h"

#include <stdio.h>

static uint32_t next(Cursor *cursor) {
    return character_narrow(cursor_take(cursor));
}

/* 二〇二一, 二○二一, 二零二一 or 2021: four digits one by one. */
static uint32_t year_digits(Cursor *cursor) {
    static const uint32_t han[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    uint32_t year = 0;
    for (int place = 0; place < 4; place++) {
        uint32_t code = next(cursor), digit = 10;
        if (code == 0x25CB || code == 0x96F6 || code == 0x25EF || code == 'O') code = 0x3007;
        if (code >= '0' && code <= '9') digit = code - '0';
        for (uint32_t value = 0; value < 10; value++)
            if (han[value] == code) digit = value;
        if (digit == 10) return 0;
        year = year * 10 + digit;
    }
    return year >= 1900 && year <= 2100 ? year : 0;
}

static uint32_t number_before(Cursor *cursor, uint32_t unit, uint32_t other_unit, uint32_t limit) {
    Cursor ahead = *cursor;
    cursor_skip_blanks(&ahead);
    const uint32_t value = mark_numeral(ahead.text, &ahead.at, ahead.end);
    cursor_skip_blanks(&ahead);
    const uint32_t sign = next(&ahead);
    if (!value || value > limit || (sign != unit && sign != other_unit)) return 0;
    *cursor = ahead;
    return value;
}

/* The last part of 2021-10-17 has no sign behind it. */
static uint32_t bare_number(Cursor *cursor, uint32_t limit) {
    Cursor ahead = *cursor;
    const uint32_t value = mark_numeral(ahead.text, &ahead.at, ahead.end);
    if (!value || value > limit) return 0;
    *cursor = ahead;
    return value;
}

/* Whether a date is one of the calendar's; without a year, of any year's. */
static bool is_day(const Date *date) {
    static const uint32_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (!date->day) return true;
    const uint32_t year = date->year;
    const bool leap = !year || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    return date->day <= (date->month == 2 && !leap ? 28 : days[date->month - 1]);
}

static void read_month_and_day(Cursor *cursor, Date *date) {
    date->month = number_before(cursor, 0x6708, 0x6708, 12);
    if (date->month) date->day = number_before(cursor, 0x65E5, 0x53F7, 31);
}

/* 2021-10-17, 2021/10/17, 2021.10.17: both separators must be the same. */
static bool read_separated(Cursor *cursor, Date *date, uint32_t separator) {
    if (separator != '-' && separator != '/' && separator != '.') return false;
    date->month = number_before(cursor, separator, separator, 12);
    date->day = date->month ? bare_number(cursor, 31) : 0;
    return date->day != 0;
}

bool date_read(const Text *text, Span span, Date *date) {
    Cursor cursor = {text, span.start, span.end};
    *date = (Date){.start = span.start};
    date->year = year_digits(&cursor);
    if (!date->year) {
        cursor.at = span.start;
        read_month_and_day(&cursor, date);
        date->end = cursor.at;
        return date->month && date->day && is_day(date);
    }
    cursor_skip_blanks(&cursor);
    const uint32_t sign = next(&cursor);
    if (sign != 0x5E74) { /* 年 */
        const bool separated = read_separated(&cursor, date, sign);
        date->end = cursor.at;
        return separated && is_day(date);
    }
    read_month_and_day(&cursor, date);
    date->end = cursor.at;
    return is_day(date);
}

/* A date cannot begin in the middle of a number: the 9月 of 19月, the 021年 of 2021年. */
bool date_find(const Text *text, Span span, Date *date) {
    bool in_number = false;
    size_t length;
    for (uint32_t at = span.start; at < span.end; at += (uint32_t)length) {
        const uint32_t code = span_character(text, at, span.end, &length);
        uint32_t behind = at;
        (void)mark_numeral(text, &behind, at + (uint32_t)length);
        const bool numeral = behind > at || code == 0x25CB || code == 0x96F6;
        if (numeral && !in_number && date_read(text, (Span){at, span.end}, date)) return true;
        in_number = numeral;
    }
    return false;
}

const char *date_text(const Date *date, Arena *arena) {
    char text[40];
    if (!date->year)
        snprintf(text, sizeof text, "--%02u-%02u", date->month, date->day);
    else if (!date->month)
        snprintf(text, sizeof text, "%04u", date->year);
    else if (!date->day)
        snprintf(text, sizeof text, "%04u-%02u", date->year, date->month);
    else
        snprintf(text, sizeof text, "%04u-%02u-%02u", date->year, date->month, date->day);
    size_t length = 0;
    while (text[length]) length++;
    return arena_copy(arena, text, length);
}
