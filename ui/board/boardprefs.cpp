// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/board/boardprefs.h"

#include <QMetaEnum>
#include <QSettings>

namespace astern::ui {
namespace {

const QString kGrouping = QStringLiteral("board/group");
const QString kHidden = QStringLiteral("board/hidden");
const QString kShown = QStringLiteral("board/shown"); // of those that are hidden at first
const QString kFilters = QStringLiteral("board/filters");

} // namespace

QString toString(BoardModel::Grouping grouping)
{
    return QString::fromLatin1(QMetaEnum::fromType<BoardModel::Grouping>().valueToKey(int(grouping))).toLower();
}

BoardPrefs BoardPrefs::read(const QSettings &settings)
{
    BoardPrefs prefs;
    const QString group = settings.value(kGrouping).toString();
    const QMetaEnum groupings = QMetaEnum::fromType<BoardModel::Grouping>();
    for (int i = 0; i < groupings.keyCount(); ++i) {
        const auto grouping = BoardModel::Grouping(groupings.value(i));
        if (toString(grouping) == group)
            prefs.grouping = grouping;
    }
    const QMetaEnum columns = QMetaEnum::fromType<BoardModel::Column>();
    for (const QString &name : settings.value(kShown).toStringList())
        prefs.hidden.remove(columns.keyToValue(name.toLatin1().constData()));
    for (const QString &name : settings.value(kHidden).toStringList()) {
        const int column = columns.keyToValue(name.toLatin1().constData());
        if (column >= 0 && column < BoardModel::ColumnCount && canHide(column))
            prefs.hidden.insert(column);
    }
    prefs.filters = settings.value(kFilters).toStringList();
    prefs.filters.removeAll(QString());
    return prefs;
}

void BoardPrefs::write(QSettings &settings) const
{
    const auto namesOf = [](const QSet<int> &set) { // by name: columns may come to stand elsewhere
        QStringList names;
        for (const int column : set)
            names.append(QString::fromLatin1(QMetaEnum::fromType<BoardModel::Column>().valueToKey(column)));
        names.sort();
        return names;
    };
    settings.setValue(kGrouping, toString(grouping));
    settings.setValue(kHidden, namesOf(hidden - hiddenAtFirst()));
    settings.setValue(kShown, namesOf(hiddenAtFirst() - hidden));
    settings.setValue(kFilters, filters);
}

} // namespace astern::ui
