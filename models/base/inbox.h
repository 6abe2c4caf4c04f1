// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaObject>
#include <QObject>

#include <memory>
#include <mutex>
#include <utility>

namespace astern {

// Brings answers from other threads home. An object that asks another thread for something keeps an
// Inbox member and hands out `m_inbox.wrap(f)`: a call that may be made from any thread at any time. It runs
// f on the owner's thread, through its event loop, and does nothing once the owner is gone.
// (QFuture::then(context) asserts in Qt 6.4 when the context has died; a bare QPointer is a race.)
class Inbox {
public:
    explicit Inbox(QObject *owner) : m_gate(std::make_shared<Gate>()) { m_gate->owner = owner; }
    ~Inbox()
    {
        const std::lock_guard lock(m_gate->mutex);
        m_gate->owner = nullptr;
    }
    Inbox(const Inbox &) = delete;
    Inbox &operator=(const Inbox &) = delete;

    template <class F>
    auto wrap(F f) const
    {
        return [gate = m_gate, f = std::move(f)](auto &&...args) {
            const std::lock_guard lock(gate->mutex);
            if (!gate->owner)
                return;
            QMetaObject::invokeMethod(
                gate->owner,
                [gate, f, ... values = std::decay_t<decltype(args)>(std::forward<decltype(args)>(args))]() mutable {
                    // The owner lives on this very thread, so it cannot die while f runs here.
                    if (gate->owner)
                        f(std::move(values)...);
                },
                Qt::QueuedConnection);
        };
    }

private:
    struct Gate {
        std::mutex mutex;
        QObject *owner = nullptr;
    };
    std::shared_ptr<Gate> m_gate;
};

} // namespace astern
