// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/store/recordstore.h"

#include <QComboBox>

namespace astern::ui {

// One of the rollouts of a service whose samples are kept, the newest first. What was chosen stays chosen while it is
// there.
class RolloutChoice : public QComboBox {
    Q_OBJECT
public:
    explicit RolloutChoice(QWidget *parent = nullptr);
    void setRollouts(const QList<policy::RecordedRollout> &oldestFirst, const QString &service, qint64 nowMs);
    [[nodiscard]] QString path() const { return currentData().toString(); } // empty: there is none

Q_SIGNALS:
    void pathChanged();

private:
    QStringList m_paths;
};

} // namespace astern::ui
