// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/samples/jsonline.h"

#include "models/policy/samples/recordfields.h"
#include "models/policy/samples/samplereader.h"

#include <QCoreApplication>

#include <array>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Samples", text); }

// The keys of all three records, and which of them belong together.
enum Key { Source, Series, Labels, EventMs, ArrivedMs, Value, HeartbeatMs, Mark, AtMs, KeyCount };
constexpr std::array kKeys{"source", "series",       "labels", "event_ms", "arrived_ms",
                           "value",  "heartbeat_ms", "mark",   "at_ms"};
static_assert(kKeys.size() == KeyCount);
constexpr unsigned kSample = 0b111111;
constexpr unsigned kHeartbeat = 1U << HeartbeatMs;
constexpr unsigned kMark = 1U << Mark | 1U << AtMs;

// Goes through one flat object. Everything that JSON allows beside it (nesting, other types) is refused where it
// stands.
class Parser {
public:
    explicit Parser(QByteArrayView line) : m_at(line.begin()), m_end(line.end()) {}

    bool record()
    {
        if (!take('{'))
            return fail(tr("a record is an object: {\"source\":…}, {\"heartbeat_ms\":…} or {\"mark\":…}"));
        for (bool first = true; !take('}'); first = false) {
            if (!first && !take(','))
                return fail(tr("a comma or the end of the object is missing"));
            QString key;
            if (!string(key))
                return fail(tr("a key in quotes is missing"));
            if (!take(':'))
                return fail(tr("a colon is missing behind \"%1\"").arg(key));
            if (!member(key))
                return false;
        }
        skip();
        return m_at == m_end || fail(tr("there is something behind the record; each stands on a line of its own"));
    }

    [[nodiscard]] std::optional<Record> made()
    {
        if (m_has == kSample && !sample.source.isEmpty() && !sample.series.isEmpty())
            return sample;
        if (m_has == kHeartbeat)
            return HeartbeatRecord{m_heartbeatMs};
        if (m_has == kMark)
            return mark;
        if (m_has == kSample)
            fail(tr("source and series may not be empty"));
        else
            fail(tr(
                "these keys make no record; allowed: source, series, labels, event_ms, arrived_ms and value together, "
                "or heartbeat_ms alone, or mark and at_ms"));
        return std::nullopt;
    }
    [[nodiscard]] QString message() const { return m_message; }

    SampleRecord sample;
    MarkRecord mark;

private:
    bool fail(const QString &message)
    {
        if (m_message.isEmpty())
            m_message = message;
        return false;
    }
    void skip()
    {
        while (m_at < m_end && (*m_at == ' ' || *m_at == '\t' || *m_at == '\r'))
            ++m_at;
    }
    bool take(char c)
    {
        skip();
        if (m_at == m_end || *m_at != c)
            return false;
        ++m_at;
        return true;
    }

    bool member(const QString &key)
    {
        size_t which = 0;
        while (which < kKeys.size() && key != QLatin1String(kKeys[which]))
            ++which;
        if (which == kKeys.size())
            return fail(
                tr("\"%1\" is no key of a record; allowed: source, series, labels, event_ms, arrived_ms, value, "
                   "heartbeat_ms, mark, at_ms")
                    .arg(key));
        if (m_has & 1U << which)
            return fail(tr("\"%1\" stands there twice").arg(key));
        m_has |= 1U << which;
        switch (Key(which)) {
        case Source:
            return text(key, sample.source);
        case Series:
            return text(key, sample.series);
        case Labels:
            return labels();
        case EventMs:
            return instant(key, sample.eventMs);
        case ArrivedMs:
            return instant(key, sample.arrivedMs);
        case Value:
            return value();
        case HeartbeatMs:
            return instant(key, m_heartbeatMs);
        case AtMs:
            return instant(key, mark.atMs);
        default:
            return kind(key);
        }
    }
    bool text(const QString &key, QString &into)
    {
        return string(into) || fail(tr("%1 is a text in quotes, valid UTF-8").arg(key));
    }
    bool kind(const QString &key)
    {
        QString word;
        if (!text(key, word))
            return false;
        const auto found = markFrom(word);
        if (!found)
            return fail(tr("\"%1\" is no mark; allowed: step_end, rollout_end, mitigated").arg(word));
        mark.kind = *found;
        return true;
    }
    bool labels()
    {
        if (!take('{'))
            return fail(tr("labels are an object of texts: {\"status\":\"500\"}"));
        for (bool first = true; !take('}'); first = false) {
            QString name;
            QString label;
            if ((!first && !take(',')) || !string(name) || !take(':') || !string(label))
                return fail(tr("labels are an object of texts: {\"status\":\"500\"}"));
            if (name.isEmpty())
                return fail(tr("a label without a name"));
            if (sample.labels.contains(name))
                return fail(tr("the label \"%1\" stands there twice").arg(name));
            sample.labels.insert(name, label);
            if (sample.labels.size() > SampleReader::kMostLabels)
                return fail(tr("more than %1 labels").arg(SampleReader::kMostLabels));
        }
        return true;
    }
    QByteArrayView numberText()
    {
        skip();
        const char *const from = m_at;
        while (m_at < m_end &&
               (std::isalnum(static_cast<unsigned char>(*m_at)) || *m_at == '+' || *m_at == '-' || *m_at == '.'))
            ++m_at;
        return {from, m_at};
    }
    bool instant(const QString &key, qint64 &into)
    {
        const auto found = instantFrom(numberText());
        if (!found)
            return fail(
                tr("%1 is whole milliseconds since 1970 in UTC, from 0 to %2").arg(key).arg(SampleReader::kLatestMs));
        into = *found;
        return true;
    }
    bool value()
    {
        skip();
        std::optional<double> found;
        if (m_at < m_end && *m_at == '"') {
            QString word;
            if (string(word))
                found = wordValueFrom(word.toUtf8());
        } else {
            found = numberFrom(numberText());
        }
        if (!found)
            return fail(tr("a value is a number that a double can hold, or one of \"NaN\", \"+Inf\", \"-Inf\""));
        sample.value = *found;
        return true;
    }

    // A JSON string. Escapes are resolved into UTF-8 first, so that one decoder judges all of it.
    bool string(QString &into)
    {
        if (!take('"'))
            return false;
        QByteArray bytes;
        while (m_at < m_end && *m_at != '"') {
            const char c = *m_at++;
            if (static_cast<unsigned char>(c) < 0x20)
                return false;
            if (c != '\\')
                bytes.append(c);
            else if (!escape(bytes))
                return false;
        }
        if (m_at == m_end)
            return false;
        ++m_at;
        const auto decoded = textFrom(bytes);
        if (!decoded)
            return false;
        into = *decoded;
        return true;
    }
    bool escape(QByteArray &bytes)
    {
        if (m_at == m_end)
            return false;
        constexpr std::string_view kFrom = "\"\\/bfnrt";
        constexpr std::string_view kTo = "\"\\/\b\f\n\r\t";
        const char c = *m_at++;
        if (c != 'u') {
            const auto place = kFrom.find(c);
            if (place == std::string_view::npos)
                return false;
            bytes.append(kTo[place]);
            return true;
        }
        char16_t unit = 0;
        if (!hex(unit))
            return false;
        QString letters{QChar(unit)};
        if (QChar::isHighSurrogate(unit)) {
            char16_t low = 0;
            if (m_end - m_at < 2 || *m_at++ != '\\' || *m_at++ != 'u' || !hex(low) || !QChar::isLowSurrogate(low))
                return false;
            letters.append(QChar(low));
        } else if (QChar::isLowSurrogate(unit)) {
            return false;
        }
        bytes.append(letters.toUtf8());
        return true;
    }
    bool hex(char16_t &unit)
    {
        if (m_end - m_at < 4)
            return false;
        bool ok = false;
        for (int i = 0; i < 4; ++i) {
            if (!std::isxdigit(static_cast<unsigned char>(m_at[i])))
                return false;
        }
        unit = QByteArray(m_at, 4).toUShort(&ok, 16);
        m_at += 4;
        return ok;
    }

    const char *m_at;
    const char *m_end;
    unsigned m_has = 0;
    qint64 m_heartbeatMs = 0;
    QString m_message;
};

} // namespace

Result<Record> recordFromJson(QByteArrayView line)
{
    Parser parser(line);
    if (parser.record()) {
        if (auto record = parser.made())
            return *std::move(record);
    }
    return Error{.kind = Error::Kind::Invalid, .message = parser.message()};
}

} // namespace astern::policy
