package cometchatapi

import "net/http"

// Codes of messages that are sent (page "Error Guide"). None of their texts is published, and no status: 400 is assumed.
var (
	errEmptyReceiver       = messageCode("ERR_EMPTY_RECEIVER", "multipleReceivers without anybody", "The receiver of the message is missing.")
	errInvalidReceiverType = messageCode("ERR_INVALID_RECEIVER_TYPE", "another receiverType than user and group", "The receiverType of the message is invalid.")
	errEmptyCategory       = messageCode("ERR_EMPTY_MESSAGE_CATEGORY", "a blank category", "The category of the message is missing.")
	errInvalidCategory     = messageCode("ERR_INVALID_MESSAGE_CATEGORY", "a category that nobody knows", "The category of the message is invalid.")
	errEmptyType           = messageCode("ERR_EMPTY_MESSAGE_TYPE", "a blank type, or none in the categories interactive and card", "The type of the message is missing.")
	errInvalidType         = messageCode("ERR_INVALID_MESSAGE_TYPE", "a type that the category does not have", "The type of the message is invalid.")
	errInvalidData         = messageCode("ERR_INVALID_MESSAGE_DATA", "data that is no object, or has not what the category needs", "The data of the message is invalid.")
	errEmptyText           = messageCode("ERR_EMPTY_MESSAGE_TEXT", "a text message without data.text", "The text of the message is missing.")
	errInvalidText         = messageCode("ERR_INVALID_MESSAGE_TEXT", "a data.text that is no text", "The text of the message is invalid.")
	errEmptyFile           = messageCode("ERR_EMPTY_MESSAGE_FILE", "a media message without data.attachments and data.url", "The file of the message is missing.")
	errInvalidMedia        = messageCode("ERR_INVALID_MEDIA_MESSAGE", "data.attachments that are no list of objects with a url, or a data.url that is no text", "The media message is invalid.")
	errEmptyCustomData     = messageCode("ERR_EMPTY_CUSTOM_DATA", "a custom message without data.customData, or with an empty one", "The customData of the message is missing.")
	errInvalidCustomData   = messageCode("ERR_INVALID_CUSTOM_DATA", "a data.customData that is no object", "The customData of the message is invalid.")
	errInvalidMetadata     = messageCode("ERR_INVALID_METADATA", "a data.metadata that is no object", "The metadata of the message is invalid.")
)

func messageCode(name, when, text string) *code {
	return newCode(http.StatusBadRequest, name, when, text)
}

// sendingCodes are those of what is wrong with a message.
var sendingCodes = []*code{
	errInvalidReceiverType, errEmptyCategory, errInvalidCategory, errEmptyType, errInvalidType, errInvalidData, errEmptyText,
	errInvalidText, errEmptyFile, errInvalidMedia, errEmptyCustomData, errInvalidCustomData, errInvalidMetadata, errEmptyReceiver,
}
