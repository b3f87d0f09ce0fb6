// The phrases that pages are made of, by name.

/// What code says of its own accord; what stands still in a page is named in its template. Both live in
/// `templates/web/texts/LANGUAGE`, where they can be reworded.
enum Phrase: String, CaseIterable {
    // The agent's page.
    case hello, chooseTitle, chooseLead, changeTitle, changeLead, currentSlot, duration, place, full,
        closed, confirm, confirmChange, allSlots, keepMine, nearest, choiceMissing, bookedTitle, change,
        cancel, addToCalendar, changeableUntilDay, changeableUntil, noLongerChangeable, callToChange,
        callToChangeNobody, cancelTitle, cancelLead, closedTitle, closedLead, managerTitle, managerLead

    // Waiting, wishes and personal data.
    case waitForPlace, giveUpWaiting, dayFull, waitingFor, doneWaiting, doneGaveUp, doneRoomLeft,
        doneDeclined, doneWished, doneUnwished, offerTitle, offerUntil, offerLapsed, noneSuits,
        wishesChange, wishesTitle, wishesLead, wish, dataLink, dataTitle, dataWhy, dataPerson,
        dataFromFile, dataFromYou, dataName, dataAddress, dataService, dataSegment, dataManager,
        dataLanguage, dataFrench, dataEnglish, dataAbsence, dataBounced, dataFile, dataReference,
        dataBookings, dataCancelled, dataSince, dataWanted, dataWaiting, dataWish, dataMails,
        dataSent, dataWaitsToLeave, dataFailed, dataNotSent, dataAnswers, dataAnswerTaken,
        dataAnswerFreed, dataAnswerAbsent, dataAnswerOther, dataKept, dataAsk, dataAskNobody,
        mailInvitation, mailAnswerReminder, mailProposal, mailConfirmation, mailChange,
        mailCancellation, mailReminder, mailPlaceOffer, mailMissed, mailPostponement,
        mailFreshLink, mailVerification, mailAnswer, mailOther

    // What all pages share.
    case placesOne, placesMany
    case stateConfirmed, statePlaced, stateTentative, stateDone, stateNone
    case doneBooked, doneMoved, doneCancelled
    case refusedFull, refusedFullThen, refusedLocked, refusedLockedThen, refusedPast, refusedPastThen,
        refusedUnavailable, refusedUnavailableThen, refusedClosed, refusedClosedThen, refusedForbidden,
        refusedForbiddenThen, refusedForbiddenTeam, refusedForbiddenTeamThen, refusedNothingBooked,
        refusedNothingBookedThen

    // The manager's team.
    case teamTitle, teamMembersOne, teamMembersMany, teamPlacedOne, teamPlacedMany, teamWaiting, teamPlace,
        teamChange, teamEmpty, teamAgentsChoose, teamShare, teamAlert, teamBack, teamPlaceTitle,
        teamChangeTitle, teamPlaceLead, teamCancelTitle, teamCancelLead, teamDoneBooked, teamDoneMoved,
        teamDoneCancelled
    case teamTab, teamWishes, teamWishesFact, teamNobody, teamPlanning, teamFilterWaiting, teamAllStates,
        teamAllSites, teamByName, teamByDate,
        teamShownOne, teamShownMany, teamNobodyShown, teamStateInProgress, teamStateAbsent,
        teamStatePostponed,
        teamStateToRemediate, teamAwayUntil, teamPercent, teamDownload, teamSubscribe, teamPickOne,
        teamPickMany, teamSpreadOne, teamSpreadMany, teamNobodyPicked, teamNobodyPickedThen, teamTold,
        teamActPlaced, teamActMoved, teamActCancelled, teamActPlacedOne, teamActPlacedMany,
        teamActMovedOne, teamActMovedMany, teamActCancelledOne, teamActCancelledMany, teamUndoUntil,
        teamUndoneOne, teamUndoneMany, teamUndoTooLate, teamUndoTooLateThen, teamUndonePartly,
        teamUndoChanged, teamUndoGone, teamUndoGoneOthers, teamReviewTitle, teamReviewCancelTitle,
        teamReviewLead, teamReviewCancelLead, teamReviewNothing, teamReviewOne, teamReviewMany,
        teamReviewCancelOne, teamReviewCancelMany, teamNoneBefore, teamNoneAfter, teamAlertAfter,
        teamNoRoom, teamTogether, teamAwayThroughout, teamRefusedFor, teamProposedInstead,
        teamSeveralTitleOne, teamSeveralTitleMany, teamSeveralLead, teamSeveralNone, teamContinue,
        teamDayShare, teamDayShareAbove, teamReplace, teamReplaceTitle, teamReplaceLead,
        teamReplaceNobody, teamReplaceMissing, teamPlanningLead, teamWeek, teamPlaceHere, teamFamilyName,
        teamGivenName, teamEmail, teamService, teamSite, teamStateColumn, teamDate, teamStart, teamEnd,
        teamAwayColumn

    // The technician's day.
    case fieldTitle, fieldShortTitle, fieldTomorrow, fieldLater, fieldBehind, fieldCountOne, fieldCountMany,
        fieldUnplannedOne, fieldUnplannedMany, fieldSteps, fieldStart, fieldFinish, fieldPostpone,
        fieldRemediate, fieldMissed, fieldTick, fieldUntick, fieldNote, fieldToPlan, fieldPlanned,
        fieldInProgress, fieldDone, fieldPostponed, fieldToRemediate, fieldPhase, fieldPhaseComplete,
        fieldPhaseOpen, fieldPhaseShut, fieldTroublePostponed, fieldTroubleMissed, fieldTroubleProblem,
        fieldSaidStart, fieldSaidFinish, fieldSaidPostpone, fieldSaidRemediate, fieldSaidMissed,
        fieldSaidTick, fieldSaidUntick, fieldSaidNote, fieldSaidPhoto, fieldSaidSpent, fieldSaidIncomplete,
        fieldOffline, fieldOfflineSince, fieldWaitingOne, fieldWaitingMany, fieldNeedsNetwork, fieldThanks,
        fieldForgotten, fieldOfflineTitle, fieldNoHour, fieldReference, fieldEquipment, fieldService,
        fieldHelp, fieldTickedBy, fieldDocumentMissing, fieldUsefulShare, fieldMegabytes, fieldKilobytes,
        fieldViewsOne, fieldViewsMany, fieldDownloadsOne, fieldDownloadsMany, fieldPhotoOf, fieldTime,
        fieldTimeSpent, fieldTimeRunning, fieldReason, fieldProblem, fieldMissedLead, fieldNotDone,
        fieldMoved, fieldNotYours, fieldClosed, fieldUnknownStep, fieldUnusable, fieldPhaseLocked,
        fieldIncomplete, fieldSlotFull, fieldSlotGone, fieldNotAllowed, fieldOver, fieldPhotoTooLarge,
        fieldPhotoUnknown, fieldPhotoBroken, fieldPhotoTooMany

    // The shared dashboard.
    case shareTitle, sharePeriod, shareStatePreparation, shareStateUpcoming, shareStateInProgress,
        shareStateFinished, shareStateArchived, shareSummary, shareAsOf, sharePercent, shareDoneOne,
        shareDoneMany, shareTotal, shareDone, shareInProgress, sharePlanned, shareToPlan, sharePostponed,
        shareToRemediate, shareStatesLabel, shareCurveLabel, shareVelocity, shareVelocityValue,
        shareVelocityOne, shareVelocityMany, shareEnd, shareEndLate, shareEndInTime, shareAllDone,
        shareUnknown, shareNoPace, sharePresence, sharePresenceNote, shareNoPresence, shareSegments,
        shareSegment, shareNoSegment, shareTechnicians, shareTechnician, shareNoTechnician, shareWayLink,
        shareWayCalendar, shareWayReply, shareWayManager, shareWayWaiting, shareToday
    case deedPlaced, deedPlacedFor, deedMoved, deedMovedFor, deedCancelled, deedCancelledFor,
        deedCancelledBySilence, deedAccepted, deedKept, deedImportedOne, deedImportedMany, deedAssignedOne,
        deedAssignedMany, deedSlotsOne, deedSlotsMany, deedInvited, deedProposed, deedState, deedStarted,
        deedFinished, deedPostponed, deedRemediate, deedMissed
    case problemShareEndedTitle, problemShareEnded, problemShareEndedThen

    // Links that ended.
    case lostExpired, lostThen, lostSent, lostSentThen, lostOver, lostOverThen, lostOverAsk

    // Problems.
    case problemForgedTitle, problemForged, problemForgedThen, problemOtherPurposeTitle,
        problemOtherPurpose, problemOtherPurposeThen, problemExpiredTitle, problemExpired,
        problemExpiredThen, problemRevokedTitle, problemRevoked, problemRevokedThen, problemFormTitle,
        problemForm, problemFormThen, problemUnreadableTitle, problemUnreadable, problemUnreadableThen,
        problemNotYoursTitle, problemNotYours, problemNotYoursThen, problemNothingBookedTitle,
        problemNothingBooked, problemNothingBookedThen, problemTooManyTitle, problemTooMany,
        problemTooManyThen, problemNotFoundTitle, problemNotFound, problemNotFoundThen, problemFaultTitle,
        problemFault, problemFaultThen, problemNotYourVisitTitle, problemNotYourVisit,
        problemNotYourVisitThen,
        problemTooLargeTitle, problemTooLarge, problemTooLargeThen
}
