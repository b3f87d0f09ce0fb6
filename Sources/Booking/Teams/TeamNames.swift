// What the team's templates ask for by name, answered at once.
//
// Mustache finds a property by reflection, and looks for what a row does not have in everything around it: for two hundred
// rows that was most of the page's time.

internal import Mustache

extension TeamTable: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "rows": rows
        case "bulk": bulk
        default: nil
        }
    }
}

extension TeamTable.Row: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "pick": pick
        case "picked": picked
        case "mark": mark
        case "slot": slot
        case "place": place
        case "site": site
        case "action": action
        case "locked": locked
        case "idle": idle
        default: nil
        }
    }
}

extension MemberMark: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "text": text
        case "kind": kind
        case "icon": icon
        case "absence": absence
        case "wishes": wishes
        default: nil
        }
    }
}

extension Page.Link: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "href": href
        case "label": label
        default: nil
        }
    }
}

extension PlanningScreen.Week: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "caption": caption
        case "hours": hours
        case "days": days
        default: nil
        }
    }
}

extension PlanningScreen.Row: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "day": day
        case "share": share
        case "cells": cells
        default: nil
        }
    }
}

extension PlanningScreen.Cell: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "hour": hour
        case "slots": slots
        default: nil
        }
    }
}

extension PlanningScreen.Entry: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "kind": kind
        case "left": left
        case "people": people
        case "place": place
        case "href": href
        case "label": label
        default: nil
        }
    }
}
