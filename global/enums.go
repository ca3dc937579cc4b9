package global

import "slices"

// OrderStatus is where a cross-border order stands.
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

var orderStatuses = []OrderStatus{StatusPendingCompliance, StatusPendingPayment, StatusProcessing, StatusShipped, StatusDelivered, StatusCancelled}

// Values returns the statuses that this version of the SDK knows.
func (OrderStatus) Values() []OrderStatus { return slices.Clone(orderStatuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s OrderStatus) Known() bool { return slices.Contains(orderStatuses, s) }

// Incoterm says who pays duty and tax.
type Incoterm string

// The terms of delivery.
const (
	DDP Incoterm = "DDP" // delivered duty paid: the order's total includes duty and tax
	DAP Incoterm = "DAP" // delivered at place: the recipient pays them on delivery
)

var incoterms = []Incoterm{DDP, DAP}

// Values returns the terms that this version of the SDK knows.
func (Incoterm) Values() []Incoterm { return slices.Clone(incoterms) }

// Known reports whether the term is one that this version of the SDK knows.
func (i Incoterm) Known() bool { return slices.Contains(incoterms, i) }

// CustomerType says who buys.
type CustomerType string

// The types of customers.
const (
	Consumer CustomerType = "consumer"
	Business CustomerType = "business"
)

var customerTypes = []CustomerType{Consumer, Business}

// Values returns the types that this version of the SDK knows.
func (CustomerType) Values() []CustomerType { return slices.Clone(customerTypes) }

// Known reports whether the type is one that this version of the SDK knows.
func (t CustomerType) Known() bool { return slices.Contains(customerTypes, t) }

// ChargeType is what kind of tax a charge is.
type ChargeType string

// The types of charges.
const (
	ChargeVAT      ChargeType = "vat"
	ChargeGST      ChargeType = "gst"
	ChargeSalesTax ChargeType = "sales_tax"
	ChargeDuty     ChargeType = "duty"
)

var chargeTypes = []ChargeType{ChargeVAT, ChargeGST, ChargeSalesTax, ChargeDuty}

// Values returns the types that this version of the SDK knows.
func (ChargeType) Values() []ChargeType { return slices.Clone(chargeTypes) }

// Known reports whether the type is one that this version of the SDK knows.
func (t ChargeType) Known() bool { return slices.Contains(chargeTypes, t) }

// ShippingService is how fast a shipment travels.
type ShippingService string

// The services, the slowest first.
const (
	Economy  ShippingService = "economy"
	Standard ShippingService = "standard"
	Express  ShippingService = "express"
)

var services = []ShippingService{Economy, Standard, Express}

// Values returns the services that this version of the SDK knows.
func (ShippingService) Values() []ShippingService { return slices.Clone(services) }

// Known reports whether the service is one that this version of the SDK knows.
func (s ShippingService) Known() bool { return slices.Contains(services, s) }

// WeightUnit is the unit of a weight.
type WeightUnit string

// The units of weights.
const (
	Kilogram WeightUnit = "kg"
	Pound    WeightUnit = "lb"
	Gram     WeightUnit = "g"
	Ounce    WeightUnit = "oz"
)

var weightUnits = []WeightUnit{Kilogram, Pound, Gram, Ounce}

// Values returns the units that this version of the SDK knows.
func (WeightUnit) Values() []WeightUnit { return slices.Clone(weightUnits) }

// Known reports whether the unit is one that this version of the SDK knows.
func (u WeightUnit) Known() bool { return slices.Contains(weightUnits, u) }

// LengthUnit is the unit of a length.
type LengthUnit string

// The units of lengths.
const (
	Centimetre LengthUnit = "cm"
	Inch       LengthUnit = "in"
)

var lengthUnits = []LengthUnit{Centimetre, Inch}

// Values returns the units that this version of the SDK knows.
func (LengthUnit) Values() []LengthUnit { return slices.Clone(lengthUnits) }

// Known reports whether the unit is one that this version of the SDK knows.
func (u LengthUnit) Known() bool { return slices.Contains(lengthUnits, u) }
