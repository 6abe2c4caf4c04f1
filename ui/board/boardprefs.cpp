// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/board/boardprefs.h"

#include <QMetaEnum>
#include <QSettings>

namespace astern::ui {
namespace {

const QString kGrouping = QStringLiteral("board/group");
const QString kHidden = QStringLiteral("board/hidden");
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
    QStringList names; // by name: columns may come to stand elsewhere
    for (const int column : hidden)
        names.append(QString::fromLatin1(QMetaEnum::fromType<BoardModel::Column>().valueToKey(column)));
    names.sort();
    settings.setValue(kGrouping, toString(grouping));
    settings.setValue(kHidden, names);
    settings.setValue(kFilters, filters);
}

} // namespace astern::ui
