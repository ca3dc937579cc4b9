package global

// OrderStatus is where a cross-border order stands.
//
//wire:enum
type OrderStatus string

// The statuses of a cross-border order.
const (
	StatusPendingCompliance OrderStatus = "pending_compliance" // its check is under review; it cannot be paid
	StatusPendingPayment    OrderStatus = "pending_payment"
	StatusProcessing        OrderStatus = "processing" // paid in full
	StatusShipped           OrderStatus = "shipped"
	StatusDelivered         OrderStatus = "delivered"
	StatusCancelled         OrderStatus = "cancelled"
)

// Incoterm says who pays duty and tax.
//
//wire:enum
type Incoterm string

// The terms of delivery.
const (
	DDP Incoterm = "DDP" // delivered duty paid: the order's total includes duty and tax
	DAP Incoterm = "DAP" // delivered at place: the recipient pays them on delivery
)

// CustomerType says who buys.
//
//wire:enum
type CustomerType string

// The types of customers.
const (
	Consumer CustomerType = "consumer"
	Business CustomerType = "business"
)

// ChargeType is what kind of tax a charge is.
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

// ShippingService is how fast a shipment travels.
//
//wire:enum
type ShippingService string

// The services, the slowest first.
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
