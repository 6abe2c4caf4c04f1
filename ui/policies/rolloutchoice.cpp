// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/rolloutchoice.h"

#include "models/base/format.h"

#include <QSignalBlocker>

namespace astern::ui {

RolloutChoice::RolloutChoice(QWidget *parent) : QComboBox(parent)
{
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(36);
    connect(this, &QComboBox::currentIndexChanged, this, &RolloutChoice::pathChanged);
}

void RolloutChoice::setRollouts(const QList<policy::RecordedRollout> &oldestFirst, const QString &service, qint64 nowMs)
{
    const QString before = path();
    QStringList paths;
    QStringList texts;
    for (auto one = oldestFirst.crbegin(); one != oldestFirst.crend(); ++one) {
        if (one->rollout.isEmpty() || one->service != service)
            continue;
        paths.append(one->path);
        const QString length = format::duration(std::max<qint64>(0, one->endMs - one->startMs) / 1000 * 1000);
        texts.append(tr("%1, began %2, %3").arg(one->place, format::clock(one->startMs, nowMs), length));
    }
    {
        const QSignalBlocker quiet(this);
        if (paths != m_paths) {
            clear();
            for (qsizetype i = 0; i < paths.size(); ++i)
                addItem(texts.at(i), paths.at(i));
            m_paths = paths;
        }
        for (qsizetype i = 0; i < texts.size(); ++i)
            setItemText(int(i), texts.at(i));
        const qsizetype at = paths.indexOf(before);
        setCurrentIndex(paths.isEmpty() ? -1 : int(std::max<qsizetype>(0, at)));
    }
    setEnabled(!paths.isEmpty());
    if (path() != before)
        Q_EMIT pathChanged();
}

} // namespace astern::ui
