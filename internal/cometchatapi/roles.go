package cometchatapi

import "github.com/chatmock/mockserver/internal/gateway"

var roleOperations []gateway.Op
