//! Brings a typed time into one form: lower case, ASCII digits and punctuation, words separated by
//! spaces also in scripts that have none.

use super::spaceless::with_spaces;
use crate::invisible::plain;

/// Normalizes what was typed.
pub(super) fn normalized(typed: &str) -> String {
    let mut text = String::with_capacity(typed.len());
    for c in typed.trim().chars().filter_map(plain) {
        let c = match c {
            '~' | '〜' | '→' => '-',
            '\u{3001}' | '・' | '·' => ',',
            '∶' | 'ː' | '˸' => ':',
            '’' | '‘' | '´' | '′' => '\'',
            '`' | '"' | '“' | '”' | '„' | '«' | '»' => continue,
            c if c.is_whitespace() && text.ends_with(' ') => continue,
            c if c.is_whitespace() => ' ',
            c => c,
        };
        text.extend(c.to_lowercase());
    }
    for (from, to) in [("a.m", "am"), ("p.m", "pm"), ("a. m.", "am"), ("p. m.", "pm")] {
        text = text.replace(from, to);
    }
    // Bold text; cron never has two stars in a row.
    let text = text.replace("**", "");
    // In `0,30 9 * * *` it isn't half past midnight.
    let mut text = if text.contains('*') { text } else { joined_times(&text) };
    if !text.is_ascii() {
        text = cjk_numbers(&with_each_day(&text));
        // `日本時間` is a zone, `6時間` a number of hours.
        if !text.contains(|c: char| c.is_ascii_digit() && text.contains(&format!("{c}時間"))) {
            text = text.replace("毎時間", "毎時").replace("時間", " time ");
        }
        text = with_spaces(&text);
    }
    text.trim().to_owned()
}

/// Joins the hour and minute of a time that was typed with spaces or another mark: `9 : 30`,
/// `9;00`, `18,30`, `9'30`. `9,18` is two times.
fn joined_times(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let mut joined = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let spaces = chars[at..].iter().take_while(|c| **c == ' ').count();
        if at > 0 && digit(at - 1) && chars.get(at + spaces) == Some(&':') {
            let after = at + spaces + 1;
            let more = chars[after..].iter().take_while(|c| **c == ' ').count();
            if digit(after + more) {
                joined.push(':');
                at = after + more;
                continue;
            }
        }
        let hour = chars[..at].iter().rev().take_while(|c| c.is_ascii_digit()).count();
        let minute: String = chars[at + 1..].iter().take_while(|c| c.is_ascii_digit()).collect();
        let in_number = (1..=2).contains(&hour)
            && minute.len() == 2
            && !matches!(at.checked_sub(hour + 1).map(|at| chars[at]), Some(',' | ';' | ':'))
            && !matches!(chars.get(at + 3), Some(',' | ';' | ':'));
        let certain = minute == "00" || minute.as_str() > "23";
        let c = match chars[at] {
            ',' | ';' if in_number && certain => ':',
            '\'' if in_number => ':',
            ';' if !in_number => ',',
            c => c,
        };
        joined.push(c);
        at += 1;
    }
    joined
}

/// `周一三五` as `周一周三周五`.
fn with_each_day(text: &str) -> String {
    let mut each = String::with_capacity(text.len());
    let mut week = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_day = |c: char| "一二三四五六日天".contains(c);
        // The last numeral may belong to an hour: `周一三点`.
        let hour = chars.peek().is_some_and(|next| matches!(next, '点' | '點' | '时' | '時'));
        match week {
            Some(_) if is_day(c) && each.ends_with(is_day) && hour => each.extend([' ', c]),
            Some(week) if is_day(c) && each.ends_with(is_day) => each.extend([week, c]),
            _ => each.push(c),
        }
        week = match c {
            '周' | '週' => Some(c),
            '期' | '拜' => Some('周'),
            c if is_day(c) => week,
            _ => None,
        };
    }
    each
}

/// Writes Chinese and Japanese numbers before a unit of time in digits: `九点`, `二十一時`, `十五日`.
fn cjk_numbers(text: &str) -> String {
    const DIGITS: &str = "〇一二三四五六七八九";
    let value = |c: char| match c {
        '零' => Some(0),
        '两' => Some(2),
        c => DIGITS.chars().position(|digit| digit == c),
    };
    let is_numeral = |c: char| c == '十' || value(c).is_some();
    let mut written = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain([' ']) {
        if is_numeral(c) {
            run.push(c);
            continue;
        }
        let unit =
            matches!(c, '点' | '點' | '時' | '时' | '分' | '日' | '号' | '號' | '个' | '回' | '次');
        let number = match run.split_once('十') {
            Some((tens, ones)) => {
                let digit = |text: &str, none| match text.chars().next() {
                    None => Some(none),
                    Some(c) => value(c).filter(|_| text.chars().count() == 1),
                };
                digit(tens, 1).zip(digit(ones, 0)).map(|(tens, ones)| tens * 10 + ones)
            }
            None => run.chars().next().and_then(value).filter(|_| run.chars().count() == 1),
        };
        // In `周一` and `日曜日` it is a day, not a number.
        let day = written.ends_with(['周', '週', '期', '拜', '禮']);
        match number.filter(|_| unit && !day) {
            Some(number) => written.push_str(&number.to_string()),
            None => written.push_str(&run),
        }
        run.clear();
        written.push(c);
    }
    written
}
