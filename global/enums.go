package global

// OrderStatus is the status of a cross-border order.
//
//wire:enum
type OrderStatus string

// The statuses of a cross-border order.
const (
	StatusPendingCompliance OrderStatus = "pending_compliance" // the compliance check is in review; the order cannot be paid
	StatusPendingPayment    OrderStatus = "pending_payment"
	StatusProcessing        OrderStatus = "processing" // paid in full
	StatusShipped           OrderStatus = "shipped"
	StatusDelivered         OrderStatus = "delivered"
	StatusCancelled         OrderStatus = "cancelled"
)

// Incoterm is a term of delivery. It determines who pays duty and tax.
//
//wire:enum
type Incoterm string

// The terms of delivery.
const (
	DDP Incoterm = "DDP" // delivered duty paid: the order's total includes duty and tax
	DAP Incoterm = "DAP" // delivered at place: the recipient pays them on delivery
)

// CustomerType is the type of the buyer.
//
//wire:enum
type CustomerType string

// The types of customers.
const (
	Consumer CustomerType = "consumer"
	Business CustomerType = "business"
)

// ChargeType is the type of a tax or duty.
//
//wire:enum
type ChargeType string

// The types of charges.
const (
	ChargeVAT      ChargeType = "vat"
	ChargeGST      ChargeType = "gst"
	ChargeSalesTax ChargeType = "sales_tax"
	ChargeDuty     ChargeType = "duty"
)

// ShippingService is the speed of a shipment.
//
//wire:enum
type ShippingService string

// The services, slowest first.
const (
	Economy  ShippingService = "economy"
	Standard ShippingService = "standard"
	Express  ShippingService = "express"
)

// WeightUnit is the unit of a weight.
//
//wire:enum
type WeightUnit string

// The units of weights.
const (
	Kilogram WeightUnit = "kg"
	Pound    WeightUnit = "lb"
	Gram     WeightUnit = "g"
	Ounce    WeightUnit = "oz"
)

// LengthUnit is the unit of a length.
//
//wire:enum
type LengthUnit string

// The units of lengths.
const (
	Centimeter LengthUnit = "cm"
	Inch       LengthUnit = "in"
)
